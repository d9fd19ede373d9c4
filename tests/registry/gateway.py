"""A gateway for text messages, as an operator would write one."""

from juli.registry.messages.carriers import Undeliverable

sent: list[tuple[str, str, str]] = []


class Gateway:
    """Keeps what it is given; knows no number that ends in 0, and is out of order for those that end in 1."""

    def send(self, *, phone, text, reference):
        if phone.endswith("0"):
            raise Undeliverable("no such number")
        if phone.endswith("1"):
            raise ConnectionError("out of order")
        sent.append((phone, text, reference))
