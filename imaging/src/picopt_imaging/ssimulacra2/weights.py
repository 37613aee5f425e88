"""From the averages of SSIMULACRA2's maps to its score.

The numbers are those of the metric's reference implementation, version 2.1 (Cloudinary, BSD-3-Clause), where they were
fitted to what people said about pictures.
"""

from collections.abc import Sequence
from typing import Final

AVERAGES: Final = 18
"""Of one scale: for each channel SSIM, artefacts and lost detail, each as mean and as mean fourth power."""

# Channel by channel, a line for each scale: SSIM, artefacts, lost detail as means, then the three in the fourth norm.
# fmt: off
_WEIGHTS: Final = (
    # X
    0.0, 0.0007376606707406586, 0.0, 0.0, 0.0007793481682867309, 0.0,
    0.0, 0.0004371155730107379, 0.0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752,
    0.0, 0.0016406437456599754, 0.0, 1.8422455520539298, 11.441172603757666, 0.0,
    0.0007989109436015163, 0.000176816438078653, 0.0, 1.8787594979546387, 10.94906990605142, 0.0,
    0.0007289346991508072, 0.9677937080626833, 0.0, 0.00014003424285435884, 0.9981766977854967, 0.00031949755934435053,
    0.0004550992113792063, 0.0, 0.0, 0.0013648766163243398, 0.0, 0.0,
    # Y
    0.0, 0.0, 0.0, 7.466890328078848, 0.0, 17.445833984131262,
    0.0006235601634041466, 0.0, 0.0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264,
    225.20515300849274, 0.0, 0.0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985,
    176.39317598450694, 0.0, 0.0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408,
    0.0, 0.0, 0.0, 34.77906344483772, 44.835625328877896, 0.0,
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    # B
    0.0, 0.0008680556573291698, 0.0, 0.0, 0.0, 0.0,
    0.0, 0.0005313191874358747, 0.0, 0.00016533814161379112, 0.0, 0.0,
    0.0, 0.0, 0.0, 0.0004179171803251336, 0.0017290828234722833, 0.0,
    0.0020827005846636437, 0.0, 0.0, 8.826982764996862, 23.19243343998926, 0.0,
    95.1080498811086, 0.9863978034400682, 0.9834382792465353, 0.0012286405048278493, 171.2667255897307,
    0.9807858872435379,
    0.0, 0.0, 0.0, 0.0005130064588990679, 0.0, 0.00010854057858411537,
)
# fmt: on


def weigh(scales: Sequence[Sequence[float]]) -> float:
    """The score, 100 for identical pictures, from the `AVERAGES` numbers of each of up to six scales."""
    total = 0.0
    weights = iter(_WEIGHTS)
    for channel in range(3):
        for averages in scales:
            ssim, ssim4, artefact, artefact4, detail, detail4 = averages[6 * channel : 6 * channel + 6]
            terms = (ssim, artefact, detail, ssim4**0.25, artefact4**0.25, detail4**0.25)
            total += sum(next(weights) * term for term in terms)
    total *= 0.9562382616834844
    total = 2.326765642916932 * total - 0.020884521182843837 * total**2 + 6.248496625763138e-05 * total**3
    return 100.0 - 10.0 * total**0.6276336467831387 if total > 0 else 100.0
