"""The OpenAPI description of the box: one schema per verb, made from the dataclasses on first use."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from center.verbs import VERBS
from sync import wire

FACTS = {
    "type": "object",
    "required": ["seq", "facts"],
    "properties": {
        "seq": {"type": "integer", "description": "the book's last place"},
        "facts": {"type": "array", "items": {
            "type": "object",
            "required": ["kind", "v", "body"],
            "properties": {"kind": {"type": "string"}, "v": {"type": "integer"}, "body": {"type": "object"}},
        }},
    },
}
REFUSAL = {
    "type": "object",
    "required": ["refusal", "sentence"],
    "properties": {
        "refusal": {"type": "string"},
        "sentence": {"type": "string", "description": "one Vietnamese sentence for the person"},
        "wait_seconds": {"type": "integer"},
    },
}
TROUBLE = {
    "type": "object",
    "required": ["trouble", "sentence", "remedy"],
    "properties": {k: {"type": "string"} for k in ("trouble", "sentence", "remedy")},
}


def _answer(description: str, schema: dict) -> dict:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def describe(app: FastAPI) -> None:
    """Replaces the app's own description by one that knows the verbs."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema:
            return app.openapi_schema
        made = get_openapi(title=app.title, version=app.version, routes=app.routes)
        made.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
        for name, cls in VERBS.items():
            route = made["paths"][f"/verbs/{wire.kebab(name)}"]["post"]
            route["summary"] = (cls.__doc__ or name).strip().split("\n")[0]
            schema = TypeAdapter(cls).json_schema()
            schema["additionalProperties"] = False
            route["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
            route["responses"] = {
                "200": _answer("durable; the facts that answer it", FACTS),
                "401": _answer("no such token", TROUBLE),
                "403": _answer("not for this role", TROUBLE),
                "409": _answer("the rules say no", REFUSAL),
                "422": _answer("not such a verb", REFUSAL),
                "503": _answer("the book cannot be written now", TROUBLE),
            }
        for path in ("/intake", "/stream", "/setup", "/tickets", "/machines"):
            (route,) = made["paths"][path].values()
            route["responses"]["401"] = _answer("no such token", TROUBLE)
            if path in ("/intake", "/stream"):
                route["responses"]["422"] = _answer("not readable", REFUSAL)
        made["components"].pop("schemas", None)  # FastAPI's own form of a refusal, which is never sent
        app.openapi_schema = made
        return made

    app.openapi = openapi
