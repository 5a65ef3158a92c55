"""What a rating is worth: what few people say counts little, so that it takes many to move an offer."""

from __future__ import annotations

from desktop_client.commerce.offer import Rating

MEAN_RATING = 800
"""Of 1000: what an offer without a rating is taken for, and what few ratings are shrunk towards."""
RATINGS_TO_TRUST = 20
"""This many people move a rating half of the way from the mean to what they say."""


def rating_points(rating: Rating | None) -> int:
    """The rating shrunk to the mean, (20 x mean + people x rating) / (20 + people); the mean where there is none."""
    if rating is None or not rating.scale_max > 0:
        return MEAN_RATING
    people = max(0, rating.count if rating.count is not None else 1)
    value = min(1000, max(0, round(1000 * rating.value / rating.scale_max)))
    return (MEAN_RATING * RATINGS_TO_TRUST + value * people) // (RATINGS_TO_TRUST + people)
