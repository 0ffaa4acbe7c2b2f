"""What each agent decides in a week, by the row that it is: one function a decision, for both engines.

The compiled engine loops over rows; a Mesa agent calls the same function for its own.
"""

from model.stages.beliefs import weigh_war as weigh_war
from model.stages.diplomacy import answer as answer
from model.stages.diplomacy import press as press
from model.stages.diplomacy import set_resolve as set_resolve
from model.stages.elite import support_leader as support_leader
from model.stages.palace import age as age
from model.stages.palace import reign as reign
from model.stages.patron import choose_support as choose_support
from model.stages.service import stay_loyal as stay_loyal
