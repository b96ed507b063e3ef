-- What is due to be forgotten is asked by when it was archived, without reading the log (docs/adr/0019).

CREATE INDEX op_log_archived ON op_log (at_ms, server_seq) WHERE kind = 'case.archive';
