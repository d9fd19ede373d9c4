"""统一社会信用代码 (GB 32100): whether one is right, and what its first two characters say of the body."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.exceptions import ValidationError as Invalid

from juli.engines.policy.labels import Label

LENGTH: Final = 18
#: By the first two characters: the registering department, and the kind of body.
KINDS: Final = {
    "11": Label("机关", "state organ"),
    "12": Label("事业单位", "public institution"),
    "13": Label("编办直接管理的群众团体", "mass organisation"),
    "31": Label("律师执业机构", "law firm"),
    "51": Label("社会团体", "social organisation"),
    "52": Label("民办非企业单位（社会服务机构）", "social service institution"),
    "53": Label("基金会", "foundation"),
    "71": Label("宗教活动场所", "place of worship"),
    "81": Label("基层工会", "trade union"),
    "91": Label("企业", "enterprise"),
    "92": Label("个体工商户", "individual business"),
    "93": Label("农民专业合作社", "farmers' cooperative"),
    "A1": Label("军队事业单位", "military institution"),
    "Y1": Label("其他单位", "other body"),
}
#: By the first character, where the second says nothing that is known.
DEPARTMENTS: Final = {
    "1": Label("机构编制部门登记的单位", "body of the establishment office"),
    "2": Label("外交部门登记的单位", "body registered with foreign affairs"),
    "3": Label("司法行政部门登记的单位", "body registered with justice"),
    "4": Label("文化部门登记的单位", "body registered with culture"),
    "5": Label("民政部门登记的单位", "body registered with civil affairs"),
    "6": Label("旅游部门登记的单位", "body registered with tourism"),
    "7": Label("宗教部门登记的单位", "body registered with religious affairs"),
    "8": Label("工会登记的单位", "body registered with the trade unions"),
    "9": Label("市场监管部门登记的单位", "body registered with market supervision"),
    "A": Label("军队编制部门登记的单位", "body registered with the military"),
    "N": Label("农村集体经济组织", "rural collective"),
    "Y": Label("其他单位", "other body"),
}


def kind_of_body(code: str) -> Label:
    """What body a code belongs to, as far as its first two characters say.

    >>> kind_of_body("51110000MJ00000019").zh
    '社会团体'
    """
    unknown = Label("不明", "unknown")
    return KINDS.get(code[:2]) or DEPARTMENTS.get(code[:1]) or unknown


def plain(text: str) -> str:
    """A code as it is kept: without spaces and hyphens, in capitals, in half width."""
    kept = unicodedata.normalize("NFKC", text)
    return "".join(c for c in kept if not c.isspace() and c != "-").upper()


def checked(text: str) -> str:
    """A code, plain and right. Raises ValidationError that says what is wrong with it."""
    code = plain(text)
    try:
        found: str = uscc.validate(code)
    except InvalidLength as error:
        raise ValidationError(
            _("The code has %(number)d characters; it should have 18.") % {"number": len(code)}
        ) from error
    except InvalidChecksum as error:
        raise ValidationError(
            _("The check digit does not fit: one character is wrong. Compare them one by one with the certificate.")
        ) from error
    except InvalidFormat as error:
        raise ValidationError(
            _("The code holds a character that none has; the letters I, O, S, V and Z are not used.")
        ) from error
    except Invalid as error:
        raise ValidationError(_("This is not a unified social credit code.")) from error
    return found
