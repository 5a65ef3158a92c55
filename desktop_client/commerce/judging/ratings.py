"""What a rating is worth: what few people say counts little, so that it takes many to move an offer."""

from __future__ import annotations

from desktop_client.commerce.offer import Rating

MEAN_RATING = 800
"""Of 1000: what an offer without a rating is taken for, and what few ratings are shrunk towards."""
RATINGS_TO_TRUST = 20
"""This many people move a rating half of the way from the mean to what they say."""


LARGEST_SCALE = 1000
"""No platform rates by more: a larger figure is a slip, or there to break the sum."""


def on_its_scale(rating: Rating | None) -> Rating | None:
    """A rating that lies on its scale; None for one that doesn't, which says nothing."""
    if rating is None or not 0 < rating.scale_max <= LARGEST_SCALE or not 0 <= rating.value <= rating.scale_max:
        return None
    return rating


def rating_points(rating: Rating | None) -> int:
    """The rating shrunk to the mean, (20 x mean + people x rating) / (20 + people); the mean where there is none.

    It lies on its scale (``on_its_scale``).
    """
    if rating is None:
        return MEAN_RATING
    people = max(0, rating.count if rating.count is not None else 1)
    value = round(1000 * rating.value / rating.scale_max)
    return (MEAN_RATING * RATINGS_TO_TRUST + value * people) // (RATINGS_TO_TRUST + people)
