-- Acts that stand deferred are decided again: the few of them are found without reading the log.

CREATE INDEX op_log_deferred ON op_log (server_seq) WHERE outcome = 'deferred';
