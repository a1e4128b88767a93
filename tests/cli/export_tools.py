"""Reads the exports of export_tools.sh with other people's parsers: export_tools.py FOLDER STOPS."""
import csv
import json
import sys
import xml.etree.ElementTree as ET

import jsonschema
import vobject

folder, count = sys.argv[1], int(sys.argv[2])


def text(name):
    with open(f"{folder}/day.{name}", encoding="utf-8", newline="") as file:
        return file.read()


# What the links say the stops are called, in order; places from the first application that has one link a stop.
links = json.loads(text("links"))
names = [stop["name"] for stop in links["stops"]]
places = [link["url"].split("ll=")[1].split("&")[0].split("%2C") for link in links["apps"]["waze"]]
places = [(float(lat), float(lon)) for lat, lon in places]
assert len(names) == count, names
assert not any(ord(c) < 32 or c == "\u202e" for name in names for c in name), names


def same(what, found):
    """FOUND: (name, lat, lon) of each stop."""
    assert [name for name, _, _ in found] == names, (what, [name for name, _, _ in found])
    for (_, lat, lon), (want_lat, want_lon) in zip(found, places):
        assert abs(float(lat) - want_lat) < 1e-5 and abs(float(lon) - want_lon) < 1e-5, (what, lat, lon)


def armed(name):
    return "'" + name if name[:1] in ("=", "+", "-", "@") else name


rows = list(csv.DictReader(text("csv").splitlines(keepends=True), strict=True))
assert [row["name"] for row in rows] == [armed(name) for name in names]
same("csv", [(name, row["lat"], row["lon"]) for name, row in zip(names, rows)])

rows = list(csv.reader(text("garmin-poi").splitlines(keepends=True), strict=True))
same("garmin-poi", [(row[2].split(" ", 1)[1], row[1], row[0]) for row in rows])

cards = list(vobject.readComponents(text("vcf")))
found = []
for card, name in zip(cards, names):
    assert card.version.value == "4.0"
    assert card.fn.value == name, card.fn.value
    assert card.contents["tel"][0].value.startswith("+44 1632")
    lat, lon = card.geo.value.removeprefix("geo:").replace("\\", "").split(",")
    organisation = card.org.value
    found.append((organisation if isinstance(organisation, str) else organisation[0], lat, lon))
assert len(cards) == count
same("vcf", found)

calendar = vobject.readOne(text("ics"))
events = calendar.vevent_list
assert len({event.uid.value for event in events}) == count
same("ics", [(event.summary.value, *event.geo.value.split(";")) for event in events])
for event in events:
    assert event.dtstart.value < event.dtend.value
    assert event.valarm.action.value == "DISPLAY"

POSITION = {"type": "array", "minItems": 2, "maxItems": 3, "prefixItems": [
    {"type": "number", "minimum": -180, "maximum": 180}, {"type": "number", "minimum": -90, "maximum": 90}]}
LINE = {"type": "array", "minItems": 2, "items": POSITION}
SCHEMA = {  # of RFC 7946, sections 3 and 4: what rounds writes of it
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object", "required": ["type", "features"], "not": {"required": ["crs"]},
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": {
        "type": "object", "required": ["type", "geometry", "properties"],
        "not": {"anyOf": [{"required": ["coordinates"]}, {"required": ["features"]}]},
        "properties": {"type": {"const": "Feature"}, "properties": {"type": ["object", "null"]}, "geometry": {"oneOf": [
            {"type": "object", "required": ["type", "coordinates"], "properties": {
                "type": {"const": "Point"}, "coordinates": POSITION}},
            {"type": "object", "required": ["type", "coordinates"], "properties": {
                "type": {"const": "MultiLineString"}, "coordinates": {"type": "array", "items": LINE}}}]}}}}}}
validator = jsonschema.Draft202012Validator(SCHEMA)
document = json.loads(text("geojson"))
validator.validate(document)
for wrong in ({"type": "FeatureCollection"}, {"type": "FeatureCollection", "features": [{"type": "Feature"}]},
              {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": None, "geometry": {
                  "type": "Point", "coordinates": [0, 91]}}]}):
    assert not validator.is_valid(wrong), wrong
same("geojson", [(feature["properties"]["name"], *reversed(feature["geometry"]["coordinates"]))
                 for feature in document["features"]])

gpx = ET.fromstring(text("gpx").encode())
SPACE = "{http://www.topografix.com/GPX/1/1}"
for points in (gpx.findall(f"{SPACE}wpt"), gpx.findall(f"{SPACE}rte/{SPACE}rtept")):
    same("gpx", [(point.find(f"{SPACE}name").text.split(" ", 1)[1], point.get("lat"), point.get("lon"))
                 for point in points])

kml = ET.fromstring(text("kml").encode())
SPACE = "{http://www.opengis.net/kml/2.2}"
same("kml", [(mark.find(f"{SPACE}name").text.split(" ", 1)[1],
              *reversed(mark.find(f"{SPACE}Point/{SPACE}coordinates").text.split(",")))
             for mark in kml.iter(f"{SPACE}Placemark")])
print(f"{count} stops in 7 formats")
