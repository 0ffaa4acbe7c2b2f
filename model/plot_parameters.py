"""What plots rest on: occasions, what a candidate can bring, pace and leaks of preparation, noise of the day.

From Singh (2014), Luttwak (1968), De Bruin (2018, 2020) and Svolik (2012); the rules that use them are in
`model/plots.py`, `model/conspiracy.py`, `model/recruitment.py` and `model/crisis.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, divide
from agents.records import derived, parameter, prior
from agents.services import SINGH

LUTTWAK = "Luttwak (1968), Coup d'Etat: a practical handbook; size a judgement"
RATES = "fitted to half of the published rates of the reference class: docs/base_rates.md"


@dataclass(frozen=True)
class PlotsParameters:
    """How plots form, grow, are betrayed and strike. Stakes are counted in posts."""

    alarm_half_life: float = parameter(
        6.0,
        "time in which the alarm over a plot that became known falls by half",
        unit="weeks",
        low=1.0,
        high=26.0,
        kind="prior",
        source="judgement: after the mutiny of June 2023 commanders were replaced until the end of August",
    )
    occasions: float = parameter(
        0.52,
        "occasions on which a commander or a civilian leader weighs a coup",
        unit="a year",
        low=0.05,
        high=0.8,
        kind="estimated",
        source=RATES,
    )
    junior_occasions: float = parameter(
        4.0,
        "occasions on which juniors of an organ do: each has some tens who lead units of their own",
        unit="a year",
        low=0.1,
        high=30.0,
        kind="estimated",
        source=RATES,
    )
    dispersion: float = prior(1.5, 0.5, 4.0, "posts", "spread of the unseen part of the prize", SINGH)
    office: float = prior(5.0, 2.0, 12.0, "posts", "worth of the highest office to the most ambitious", SINGH)
    attachment: float = prior(
        1.0,
        0.0,
        3.0,
        "posts",
        "worth of a personal tie to the leader at full support",
        "Hale (2014), Patronal Politics: personal ties; size a judgement",
    )
    junior_post: float = prior(0.4, 0.1, 1.0, "posts", "worth of a junior's post", SINGH)
    junior_ambition: float = prior(0.4, 0.1, 1.0, "0..1", "ambition of juniors", SINGH)
    command_share: float = prior(
        0.8, 0.4, 1.0, "share", "share of his organ's units that a commander can lead into a plot", SINGH
    )
    junior_share: float = prior(0.35, 0.1, 0.6, "share", "the same, of juniors", SINGH)
    follow_share: float = prior(0.5, 0.2, 0.9, "share", "the same, of a commander won over", SINGH)
    planning_odds: float = prior(
        0.5, 0.3, 0.9, "0..1", "chance of success at which plotters reckon who would follow", LUTTWAK
    )
    approaches: float = prior(
        12.0, 2.0, 50.0, "a year", "approaches to each trusted commander by a plotter of full access", LUTTWAK
    )
    junior_access: float = prior(0.2, 0.05, 0.5, "0..1", "access of juniors to other organs", SINGH)
    civil_access: float = prior(0.5, 0.1, 0.9, "0..1", "access of civilians to commanders", SINGH)
    pace: float = prior(
        0.07,
        0.02,
        0.35,
        "share a week",
        "share of an organ's units that its plotter wins and positions in a week",
        "Luttwak (1968): officers are approached one by one; by it a commander takes three months at most, juniors "
        "five weeks; size a judgement",
    )
    leaks: float = prior(
        1.0,
        0.2,
        5.0,
        "a year",
        "leaks from the heads of a plot, and as many from each organ wholly in it, under full counter-intelligence",
        "Cline Center (2024): 205 conspiracies found out beside 795 coups attempted, 1945-2023; Kebschull (1994)",
    )
    wartime: float = prior(
        0.4,
        0.0,
        0.6,
        "share",
        "share of occasions to weigh a coup that an interstate war at full tempo forecloses",
        "sign: Piplani and Talmadge (2016); at most the 60% of Arbatli and Arbatli (2016) after militarised disputes",
    )
    forewarned: float = prior(
        0.25, 0.1, 0.8, "0..1", "probability that plotters learn of their exposure in time", LUTTWAK
    )
    leniency: float = prior(
        0.5, 0.2, 0.9, "share", "share of the punishment of a failed coup that exposed plotters get", SINGH
    )
    patience: float = prior(
        30.0, 8.0, 104.0, "weeks", "time after which a plot without prospects lapses", LUTTWAK
    )
    strength_noise: float = prior(
        0.12, 0.05, 0.25, "share, sd", "uncertainty about the regime's strength in a crisis", SINGH
    )
    unit_noise: float = prior(0.03, 0.01, 0.1, "share, sd", "noise of each unit's own signal of it", SINGH)
    misjudgement: float = prior(
        0.03, 0.0, 0.2, "share, sd", "error of a plot about the balance of force", LUTTWAK
    )
    foresight: float = parameter(
        0.42,
        "share of the resistance of rivals and counterweights that plotters foresee",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source=RATES,
    )
    custody: float = prior(
        0.4,
        0.0,
        1.0,
        "share",
        "share of the pledged who lay down arms when the leader is held by his guards",
        LUTTWAK,
    )
    consolidation: float = prior(
        0.15,
        0.0,
        0.5,
        "share",
        "share of what is left of others' power that the leader takes after a failed coup",
        "sign: Svolik (2012) and Timoneda et al. (2023) on failed coups; size a judgement",
    )
    reaction: float = prior(
        0.3,
        0.0,
        0.8,
        "support",
        "support lost from a pure hawk if the war is stopped, from a pure dove if it goes on",
        "judgement after Goemans (2000) and Weeks (2014)",
    )

    @derived
    def leaks_command(self) -> float:
        """Leaks to be expected while a commander prepares, under full counter-intelligence."""
        return self._leaks_on_the_way(self.command_share)

    @derived
    def leaks_junior(self) -> float:
        """The same of juniors."""
        return self._leaks_on_the_way(self.junior_share)

    @derived
    def leaks_allied(self) -> float:
        """The same of civilians, with those whom they win over."""
        return self._leaks_on_the_way(self.follow_share)

    def _leaks_on_the_way(self, share: float) -> float:
        """From one head to a share of an organ's units, which come into the secret at a steady pace."""
        return self.leaks * (1.0 + 0.5 * share) * divide(share, self.pace * WEEKS_A_YEAR, 0.0)
