"""All groups of parameters, each declared beside the rules that it governs."""

from __future__ import annotations

from dataclasses import dataclass, field

from agents.answer_parameters import AnswerParameters
from agents.appraisal import AppraisalParameters
from agents.ballot import BallotParameters
from agents.beliefs import BeliefParameters
from agents.coup_stakes import CoupStakesParameters
from agents.deadlines import DeadlineParameters
from agents.heirs import HeirsParameters
from agents.leader import LeaderParameters
from agents.means import InfluenceParameters
from agents.mediator import MediatorParameters
from agents.organs import OrgansParameters
from agents.palace import PalaceParameters
from agents.patron import PatronParameters
from agents.purges import PurgesParameters
from agents.services import ServicesParameters
from agents.successors import SuccessorsParameters
from agents.supporters import SupporterParameters
from agents.tier import ElitesParameters
from agents.wedge import WedgeParameters
from model.aid import AidParameters
from model.budget import BudgetParameters
from model.conditions import ConditionParameters
from model.contest import ContestParameters
from model.dividends import DividendParameters
from model.economy import MarketParameters
from model.europe import EuropeParameters
from model.floor import ProposalParameters
from model.forces import ForceParameters
from model.front import FrontParameters
from model.frozen import FrozenLineParameters
from model.growth import GrowthParameters
from model.home_front import HomeFrontParameters
from model.learning import LearningParameters
from model.macro import MacroParameters
from model.materiel import MaterielParameters
from model.mediation import DiplomacyParameters
from model.plots import PlotsParameters
from model.polity import SuccessionParameters
from model.positions import PositionParameters
from model.prisoners import PrisonerParameters
from model.regime import RegimeParameters
from model.removal import RemovalParameters
from model.reports import ReportParameters
from model.roster import RosterParameters
from model.sanctions import SanctionsParameters
from model.settlement import SettlementParameters
from model.strikes import StrikeParameters
from model.terms import TermParameters
from model.trade import TradeParameters
from model.truce import TruceParameters
from model.war import WarParameters


@dataclass(frozen=True)
class Parameters:
    """The parameters of a run, one group a mechanism, in the order of the schedule."""

    market: MarketParameters = field(default_factory=MarketParameters)
    trade: TradeParameters = field(default_factory=TradeParameters)
    sanctions: SanctionsParameters = field(default_factory=SanctionsParameters)
    budget: BudgetParameters = field(default_factory=BudgetParameters)
    macro: MacroParameters = field(default_factory=MacroParameters)
    growth: GrowthParameters = field(default_factory=GrowthParameters)
    aid: AidParameters = field(default_factory=AidParameters)
    patron: PatronParameters = field(default_factory=PatronParameters)
    war: WarParameters = field(default_factory=WarParameters)
    front: FrontParameters = field(default_factory=FrontParameters)
    forces: ForceParameters = field(default_factory=ForceParameters)
    materiel: MaterielParameters = field(default_factory=MaterielParameters)
    strikes: StrikeParameters = field(default_factory=StrikeParameters)
    truce: TruceParameters = field(default_factory=TruceParameters)
    terms: TermParameters = field(default_factory=TermParameters)
    dividends: DividendParameters = field(default_factory=DividendParameters)
    prisoners: PrisonerParameters = field(default_factory=PrisonerParameters)
    reports: ReportParameters = field(default_factory=ReportParameters)
    beliefs: BeliefParameters = field(default_factory=BeliefParameters)
    appraisal: AppraisalParameters = field(default_factory=AppraisalParameters)
    positions: PositionParameters = field(default_factory=PositionParameters)
    frozen_line: FrozenLineParameters = field(default_factory=FrozenLineParameters)
    settlement: SettlementParameters = field(default_factory=SettlementParameters)
    answers: AnswerParameters = field(default_factory=AnswerParameters)
    conditions: ConditionParameters = field(default_factory=ConditionParameters)
    learning: LearningParameters = field(default_factory=LearningParameters)
    proposals: ProposalParameters = field(default_factory=ProposalParameters)
    diplomacy: DiplomacyParameters = field(default_factory=DiplomacyParameters)
    mediator: MediatorParameters = field(default_factory=MediatorParameters)
    deadline: DeadlineParameters = field(default_factory=DeadlineParameters)
    supporters: SupporterParameters = field(default_factory=SupporterParameters)
    home_front: HomeFrontParameters = field(default_factory=HomeFrontParameters)
    influence: InfluenceParameters = field(default_factory=InfluenceParameters)
    wedge: WedgeParameters = field(default_factory=WedgeParameters)
    europe: EuropeParameters = field(default_factory=EuropeParameters)
    leader: LeaderParameters = field(default_factory=LeaderParameters)
    palace: PalaceParameters = field(default_factory=PalaceParameters)
    purges: PurgesParameters = field(default_factory=PurgesParameters)
    heirs: HeirsParameters = field(default_factory=HeirsParameters)
    ballot: BallotParameters = field(default_factory=BallotParameters)
    elites: ElitesParameters = field(default_factory=ElitesParameters)
    roster: RosterParameters = field(default_factory=RosterParameters)
    organs: OrgansParameters = field(default_factory=OrgansParameters)
    services: ServicesParameters = field(default_factory=ServicesParameters)
    coup_stakes: CoupStakesParameters = field(default_factory=CoupStakesParameters)
    plots: PlotsParameters = field(default_factory=PlotsParameters)
    removal: RemovalParameters = field(default_factory=RemovalParameters)
    regime: RegimeParameters = field(default_factory=RegimeParameters)
    succession: SuccessionParameters = field(default_factory=SuccessionParameters)
    contest: ContestParameters = field(default_factory=ContestParameters)
    successors: SuccessorsParameters = field(default_factory=SuccessorsParameters)
