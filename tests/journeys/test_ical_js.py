"""A second judge of our calendars: ical.js, the reader of Thunderbird, parses what we serve."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "node_modules" / "ical.js" / "dist" / "ical.es5.cjs"
READ = """
const ICAL = require(process.argv[1]);
const text = require("fs").readFileSync(0, "utf8");
const root = new ICAL.Component(ICAL.parse(text));
for (const zone of root.getAllSubcomponents("vtimezone"))
  ICAL.TimezoneService.register(zone.getFirstPropertyValue("tzid"), new ICAL.Timezone(zone));
const events = root.getAllSubcomponents("vevent").map(one => {
  const event = new ICAL.Event(one);
  return {uid: event.uid, summary: event.summary, sequence: one.getFirstPropertyValue("sequence"),
          start: event.startDate.toJSDate().toISOString(), allDay: event.startDate.isDate,
          status: one.getFirstPropertyValue("status"), zone: event.startDate.zone.tzid};
});
console.log(JSON.stringify(events));
"""


def read(calendar: str) -> list[dict[str, Any]]:
    """Return the events as ical.js understands them."""
    node = shutil.which("node")
    if node is None or not LIBRARY.exists():
        message = "Node or ical.js is missing (make setup brings ical.js, the machine brings Node)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    done = subprocess.run([node, "-e", READ, str(LIBRARY)], input=calendar, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def test_ical_js_reads_the_public_feed_with_zones_and_states(client: FlaskClient, make: Any) -> None:
    session = make.session(slots=2, title=make.texts("Rights; borders, and more", az="Hüquqlar, sərhədlər"))
    slot = session.slots[0]
    events = read(client.get("/calendar.ics").text)
    found = next(event for event in events if event["uid"] == slot.uid)
    assert found["start"] == slot.utc_start.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert "Rights; borders, and more" in found["summary"]
    assert (found["allDay"], found["zone"]) == (False, "Asia/Baku")
    assert len(events) == 2
