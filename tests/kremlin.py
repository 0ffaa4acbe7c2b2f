"""Make a small Kremlin in which plots are formed and played."""

from __future__ import annotations

import dataclasses

from agents.coup_stakes import prize_of_office, update_stakes
from agents.events import Log
from agents.organs import OrgansParameters, initialise_services
from agents.services import Plot, Service, conduct_of_war, update_service
from agents.tier import Bloc, Elite
from agents.vocabulary import FACTIONS, ORGANS, Cause
from model.plots import PlotsParameters, form_plot, play_plots
from model.polity import Regime
from tests.organs import SERVICES, STAKES, sitting

PLOTS = PlotsParameters()
QUIET = 0.999999


class Kremlin:
    """A small Kremlin: ten organs with a commander each, a bloc for each faction, a leader in office."""

    def __init__(self, organs: OrgansParameters | None = None, support: float = 0.45, **leader: float):
        self.services = [Service.new() for _ in range(ORGANS)]
        initialise_services(self.services, organs or OrgansParameters())
        self.elites = []
        for k, service in enumerate(self.services):
            service.commander = k
            elite = Elite.new(
                faction=service.faction, organ=k, support=support, ambition=0.5, war_stance=0.4, tenure=50.0
            )
            self.elites.append(elite)
        for faction in range(FACTIONS):
            self.elites.append(Elite.new(faction=faction, organ=-1, support=support, ambition=0.8))
        self.blocs = [
            Bloc.new(
                members=5, power=1 / FACTIONS, support=support, ambition=0.8, rents=1.0, champion=ORGANS + f
            )
            for f in range(FACTIONS)
        ]
        self.leader = sitting(**leader)
        self.regime = Regime.new(unrest=0.1, repression=0.75)
        self.plot = Plot.new(uniforms=[QUIET] * 6)
        self.log = Log.new()
        self.update()

    def update(self, advance: float = 300.0, losses: float = 4.5, rents: float = 1.0) -> None:
        discontent = conduct_of_war(advance, losses, SERVICES)
        for service in self.services:
            bloc = self.blocs[service.faction]
            update_service(service, self.elites[service.commander], bloc, discontent, SERVICES)
            update_stakes(service, self.leader, prize_of_office(rents, STAKES), STAKES)

    def play(self, plots: PlotsParameters = PLOTS, rents: float = 1.0, **changes: float) -> int:
        stakes = dataclasses.replace(STAKES, **changes)
        return play_plots(
            self.plot,
            self.services,
            self.elites,
            self.blocs,
            self.leader,
            self.regime,
            prize_of_office(rents, stakes),
            self.log,
            stakes,
            plots,
        )

    def hazard(self, **stakes: float) -> float:
        self.play(**stakes)
        return self.leader.hazard[Cause.COUP]

    def kinds(self) -> list[int]:
        return [self.log.events[row].kind for row in range(self.log.count)]

    def start(self, organ: int, senior: bool = True, zeal: float = 0.0) -> None:
        form_plot(
            self.plot,
            organ if senior else ORGANS + organ,
            1.0,
            self.services,
            self.blocs,
            self.leader,
            self.log,
            PLOTS,
        )
        self.plot.zeal = zeal
