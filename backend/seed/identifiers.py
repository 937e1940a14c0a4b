"""Identifiers of synthetic schools: right check digits, but numbers that no tax office has ever issued."""

_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


def synthetic_inn(region: str, number: int) -> str:
    """Return ten digits «00 RR NNNNN C»: no tax inspectorate has the code 00."""
    body = f"00{region}{number:05d}"
    return body + inn_control(body)


def inn_control(body: str) -> str:
    """Return the tenth digit of an organisation's ИНН: the weighted sum of nine digits mod 11 mod 10."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _INN_WEIGHTS, strict=True))
    return str(total % 11 % 10)


def synthetic_ogrn(region: str, number: int) -> str:
    """Return thirteen digits «9 11 RR NNNNNNN C»: a real ОГРН begins with 1 or 5."""
    body = f"911{region}{number:07d}"
    return body + ogrn_control(body)


def ogrn_control(body: str) -> str:
    """Return the thirteenth digit of an ОГРН: twelve digits as a number mod 11 mod 10."""
    return str(int(body) % 11 % 10)


def school_code(region: str, number: int) -> str:
    """Return our own code of a school: the one of РИС ГИА is unknown."""
    return f"Ш{region}{number:04d}"


def fisoko_login(region: str, number: int) -> str:
    """Return the digits of a demonstration login in ФИС ОКО («edu63901001» → «63901001»)."""
    return f"{region}{900_000 + number:06d}"
