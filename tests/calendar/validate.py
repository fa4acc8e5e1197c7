#!/usr/bin/env python3
"""Reads calendars with the Python package icalendar and holds them to RFC 5545 and to what their days must be."""
import datetime
import sys

import icalendar


def check(path: str) -> None:
    raw = open(path, "rb").read()
    assert raw.endswith(b"END:VCALENDAR\r\n"), "it ends as RFC 5545 wants it"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "lines have at most 75 octets"
    assert raw.count(b"\n") == raw.count(b"\r\n"), "lines end with CRLF"
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"], "the two that a calendar needs"
    events = calendar.walk("VEVENT")
    assert events, "it has events"
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids), "no UID stands twice"
    for event in events:
        assert not event.errors, event.errors
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        assert type(start) is datetime.date and end - start == datetime.timedelta(days=1), "a whole day, its end not included"
        assert event.decoded("DTSTAMP").utcoffset() == datetime.timedelta(0), "a stamp in UTC"
        assert event["SUMMARY"] and event["DESCRIPTION"] and int(event["SEQUENCE"]) >= 0
        tentative = event["STATUS"] == "TENTATIVE"
        assert tentative == any(word in event["SUMMARY"] for word in ("inferred", "推斷", "推断")), event["SUMMARY"]
        for alarm in event.walk("VALARM"):
            assert alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"], "a reminder that shows something"
            assert alarm.decoded("TRIGGER") < datetime.timedelta(0), "before the day"
    print(f"{path}: {len(events)} events")


for name in sys.argv[1:]:
    check(name)
