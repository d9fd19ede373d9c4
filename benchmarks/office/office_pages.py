"""The office's busiest pages: who asks, their addresses."""

PAGES = {
    "desk": ("officer", "/office/"),
    "search": ("officer", "/office/search/?q=%E6%A0%B7%E4%BE%8B%E7%AC%AC"),
    "queue of a call": ("officer", "/office/screening/{points_edition}/"),
    "an application, whole": ("officer", "/office/applications/{copy}/"),
    "its screening": ("officer", "/office/applications/{copy}/screening/"),
    "its review": ("officer", "/office/applications/{copy}/review/"),
    "results of a panel": ("officer", "/office/panels/{panel}/results/"),
    "ranking by points": ("lead", "/office/calls/{points}/ranking/"),
    "ranking by scores": ("lead", "/office/calls/{scored}/ranking/"),
    "an expert's list": ("expert", "/review/"),
}
