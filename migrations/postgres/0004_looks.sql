-- Who looked at what is asked by time: the few notes among the acts are found without reading the log.

CREATE INDEX op_log_looks ON op_log (at_ms, server_seq) WHERE kind = 'access.note';
