-- What the wall counts at its start: call-backs and calls of two days, without reading the whole log.

CREATE INDEX op_log_callbacks ON op_log (at_ms) WHERE kind = 'callback.try';
CREATE INDEX record_calls ON record (json_extract(doc, '$.rangAt')) WHERE type = 'call';
