"""Which files are made, from which part of the upright original, at which size."""

from dataclasses import dataclass

from picopt_imaging.errors import ImagingError
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.plan import Plan, Size


@dataclass(frozen=True, kw_only=True)
class Target:
    """One file to make. The rectangle is in pixels of the upright original."""

    name: str
    x: int
    y: int
    w: int
    h: int
    width: int
    height: int
    replaces_bytes: int | None = None
    """Of the file that this one is to replace, where that is known."""

    @property
    def pixels(self) -> int:
        """Pixels of the result."""
        return self.width * self.height

    @property
    def is_scaled(self) -> bool:
        """Whether it has other pixels than the original."""
        return (self.width, self.height) != (self.w, self.h)

    def shows_part_of(self, other: "Target") -> bool:
        """Whether it shows the same part of the original as `other`."""
        return (self.x, self.y, self.w, self.h) == (other.x, other.y, other.w, other.h)

    def contains(self, other: "Target") -> bool:
        """Whether it shows the same part of the original as `other`, larger both ways."""
        return self.shows_part_of(other) and self.width > other.width and self.height > other.height


@dataclass(frozen=True)
class Base:
    """The picture that is decoded once and that every target is cut from, in pixels."""

    width: int
    height: int


def lay_out(plan: Plan, width: int, height: int, limits: Limits = LIMITS) -> list[Target]:
    """All targets of a picture of `width` × `height` upright pixels: `full`, breakpoints, sub-sizes.

    Raises `ImagingError` with code `geometry` for a rectangle outside the picture, or for more than is allowed.
    """
    full = fit(width, height, plan.max_width, plan.max_height)
    targets = [Target(name="full", x=0, y=0, w=width, h=height, width=full[0], height=full[1])]
    for wide in sorted(set(plan.breakpoints)):
        if wide < full[0]:
            scaled = fit(width, height, wide, None)
            targets.append(
                Target(name=f"breakpoint-{wide}", x=0, y=0, w=width, h=height, width=scaled[0], height=scaled[1])
            )
    targets += [_obey(size, width, height) for size in plan.sizes]
    _refuse_too_much(targets, width * height, limits)
    return targets


def fit(width: int, height: int, max_width: int | None, max_height: int | None) -> tuple[int, int]:
    """The largest size of the same shape inside the limits, never enlarged. All in pixels."""
    scale = min(1.0, (max_width or width) / width, (max_height or height) / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def choose_base(targets: list[Target], width: int, height: int) -> Base:
    """The smallest picture that all targets can be cut from without enlarging and without a visible shift.

    A rectangle is cut from the base at whole pixels. Where that rounding would move a result by more than an eighth of
    its pixels, the base is the original itself, in which every rectangle is exact.
    """
    scale_x = min(1.0, max(target.width / target.w for target in targets))
    scale_y = min(1.0, max(target.height / target.h for target in targets))
    scale = max(scale_x, scale_y)
    base = Base(max(1, round(width * scale)), max(1, round(height * scale)))
    if all(_shift(target, base, width, height) <= 0.125 for target in targets):
        return base
    return Base(width, height)


def rectangle_in(base: Base, target: Target, width: int, height: int) -> tuple[int, int, int, int]:
    """The target's source rectangle in whole pixels of the base: x, y, width, height."""
    left, right = (round(at * base.width / width) for at in (target.x, target.x + target.w))
    top, bottom = (round(at * base.height / height) for at in (target.y, target.y + target.h))
    left, top = min(left, base.width - 1), min(top, base.height - 1)
    return left, top, max(1, right - left), max(1, bottom - top)


def _shift(target: Target, base: Base, width: int, height: int) -> float:
    """How far rounding moves the worst edge, in pixels of the result."""

    def off(at: int, of: int, to: int, scale: float) -> float:
        exact = at * to / of
        return abs(round(exact) - exact) * of / to * scale

    across, down = target.width / target.w, target.height / target.h
    return max(
        off(target.x, width, base.width, across),
        off(target.x + target.w, width, base.width, across),
        off(target.y, height, base.height, down),
        off(target.y + target.h, height, base.height, down),
    )


def _obey(size: Size, width: int, height: int) -> Target:
    inside = (
        min(size.src_x, size.src_y) >= 0
        and min(size.src_w, size.src_h, size.dst_w, size.dst_h) >= 1
        and size.src_x + size.src_w <= width
        and size.src_y + size.src_h <= height
    )
    if not inside:
        raise ImagingError(
            "geometry",
            f"Size '{size.name}' asks for {size.src_w} × {size.src_h} at ({size.src_x}, {size.src_y}), "
            f"which lies outside the image of {width} × {height} pixels.",
        )
    return Target(
        name=size.name,
        x=size.src_x,
        y=size.src_y,
        w=size.src_w,
        h=size.src_h,
        width=size.dst_w,
        height=size.dst_h,
        replaces_bytes=size.replaces_bytes,
    )


def _named_twice(name: str) -> str:
    if name == "full":
        return "A size is named “full”, which is the name of the whole image; give it another one."
    if name.startswith("breakpoint-"):
        return f"A size is named “{name}”, which is the name of an additional width; give it another one."
    return f"Two sizes are named “{name}”; use each name only once."


def _refuse_too_much(targets: list[Target], pixels: int, limits: Limits) -> None:
    names = [target.name for target in targets]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise ImagingError("geometry", _named_twice(next(name for name in names if name in doubled)))
    if len(targets) > limits.sizes:
        raise ImagingError("geometry", f"{len(targets)} sizes were requested; at most {limits.sizes} are allowed.")
    # `full` and the breakpoints are never enlarged and few, so only the caller's own numbers need the bound.
    wanted = sum(target.pixels for target in targets if target.name != "full")
    allowed = max(limits.output_ratio * pixels, 1_000_000)
    if wanted > allowed:
        raise ImagingError(
            "geometry", f"The sizes hold {wanted} pixels together; at most {allowed} are made from this image."
        )
