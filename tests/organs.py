"""Make the ten organs of force with their stakes, and the leader they serve."""

from __future__ import annotations

import dataclasses

from agents.coup_stakes import CoupStakesParameters, prize_of_office, update_stakes
from agents.leader import Leader
from agents.organs import OrgansParameters, initialise_services
from agents.services import Service, ServicesParameters, conduct_of_war, update_service
from agents.tier import Bloc, Elite
from agents.vocabulary import ORGANS

SERVICES = ServicesParameters()
STAKES = CoupStakesParameters()
ORGANS_2025 = OrgansParameters()

USUAL = conduct_of_war(300.0, 4.5, SERVICES)


def roster(**changes: float) -> list[Service]:
    services = [Service.new() for _ in range(ORGANS)]
    initialise_services(services, dataclasses.replace(ORGANS_2025, **changes))
    return services


def sitting(**changes: float) -> Leader:
    values = {"in_office": True, "health": 0.85, "legitimacy": 0.8, "personalisation": 0.8, "survival": 0.94}
    return Leader.new(**{**values, **changes})


def settle(services: list[Service], leader: Leader, rents: float = 1.0) -> None:
    for service in services:
        update_service(service, Elite.new(support=0.4), Bloc.new(rents=1.0), USUAL, SERVICES)
        update_stakes(service, leader, prize_of_office(rents, STAKES), STAKES)


def run(service: Service, weeks: int, **changes: float) -> Service:
    given = {"support": 0.4, "rents": 1.0, "advance": 300.0, "losses": 4.5, **changes}
    commander = Elite.new(support=given["support"], tenure=100.0)
    discontent = conduct_of_war(given["advance"], given["losses"], SERVICES)
    for _ in range(weeks):
        update_service(service, commander, Bloc.new(rents=given["rents"]), discontent, SERVICES)
    return service
