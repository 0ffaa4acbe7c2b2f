"""Make the war of 18 March 2025 and let it go on for some weeks or by one shock."""

from __future__ import annotations

from types import SimpleNamespace

from agents.events import Log
from agents.vocabulary import Scope
from model.forces import ForceParameters, initialise_forces
from model.front import FrontParameters, initialise_war, move_front
from model.manpower import update_men
from model.materiel import MaterielParameters, initialise_materiel, update_materiel
from model.polity import Contest
from model.strikes import StrikeParameters, initialise_strikes
from model.truce import Truce
from model.war import Belligerent, Front, WarParameters, decide_end, hold_fire, update_power, update_tempo

FRONT, WAR, FORCES, MATERIEL = FrontParameters(), WarParameters(), ForceParameters(), MaterielParameters()


def march(front=FRONT, war=WAR, forces=FORCES):
    """Return the war of 18 March 2025: front, Russia, Ukraine, no contest, no truces, a log."""
    side = SimpleNamespace(front=Front.new(), russia=Belligerent.new(), ukraine=Belligerent.new())
    initialise_forces(side.russia, side.ukraine, forces)
    initialise_materiel(side.russia, side.ukraine, 1.0)
    initialise_strikes(side.russia, side.ukraine, StrikeParameters())
    initialise_war(side.front, side.russia, side.ukraine, front, war)
    side.contest = Contest.new()
    side.truces = [Truce.new() for _ in Scope]
    side.log = Log.new()
    return side


def play(w, weeks, *, war_spending=1.0, dual_use=1.0, aid=1.0, us_aid=1.0, martial_law=True, front=FRONT):
    """Play the war's rules for some weeks without shocks."""
    for _ in range(weeks):
        hold_fire(w.russia, w.ukraine, w.truces)
        update_materiel(w.front, w.russia, w.ukraine, w.contest, war_spending, dual_use, aid, 0.0, MATERIEL)
        update_men(w.front, w.russia, w.ukraine, war_spending, 0.0, martial_law, FORCES, WAR)
        update_power(w.front, w.russia, w.ukraine, w.contest, us_aid, WAR)
        update_tempo(w.front, w.russia, w.ukraine, WAR)
        move_front(w.front, w.russia, w.ukraine, 0.5, front, WAR)
        decide_end(w.front, w.russia, w.ukraine, w.log, WAR)
    return w


def step(w, front, war, shock):
    """Move the line by one shock; return its place above Ukraine's objective."""
    w.front.normals[0] = shock
    move_front(w.front, w.russia, w.ukraine, 0.0, front, war)
    decide_end(w.front, w.russia, w.ukraine, w.log, war)
    return w.front.occupied_km2 - war.ukrainian_objective
