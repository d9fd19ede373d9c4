"""The desk: whoever has a post has one; finding any application is for those who read them."""

from juli.stages.accounts.roles import POSTS
from juli.stages.screening.frame import READERS
from tests.permissions.rows import Row

ROWS = [
    Row("screening:desk", tuple(sorted(POSTS))),
    Row("screening:search", tuple(sorted(READERS))),
]
