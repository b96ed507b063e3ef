-- One change of the log is allowed: what was said and decided goes, after a redaction of its case that was carried
-- out, and every column stays, with the hashes that are signed (docs/adr/0019).

DROP TRIGGER op_log_no_update;
CREATE TRIGGER op_log_no_update BEFORE UPDATE ON op_log
WHEN NOT coalesce((
  NEW.server_seq IS OLD.server_seq AND NEW.op_id IS OLD.op_id AND NEW.replica IS OLD.replica
  AND NEW.incarnation IS OLD.incarnation AND NEW.rseq IS OLD.rseq AND NEW.kind IS OLD.kind
  AND NEW.case_id IS OLD.case_id AND NEW.ver IS OLD.ver AND NEW.outcome IS OLD.outcome
  AND NEW.rule IS OLD.rule AND NEW.at_ms IS OLD.at_ms AND NEW.received_ms IS OLD.received_ms
  AND NEW.op_hash IS OLD.op_hash AND NEW.chain IS OLD.chain AND NEW.has_extra IS OLD.has_extra
  AND json_extract(NEW.op, '$.hash') IS OLD.op_hash
  AND json_extract(NEW.op, '$.prevHash') IS json_extract(OLD.op, '$.prevHash')
  AND substr(NEW.decision, 1, 14) = '{"forgotten":"' AND substr(OLD.decision, 1, 14) <> '{"forgotten":"'
  AND length(json_extract(NEW.decision, '$.forgotten')) = 64
  AND json_extract(NEW.decision, '$.stateHash') IS json_extract(OLD.decision, '$.stateHash')
  AND json_type(NEW.decision, '$.casePatch') = 'null'
  AND json_array_length(NEW.decision, '$.notices') = 0
  AND NOT EXISTS (SELECT 1 FROM json_each(NEW.op) WHERE key NOT IN
    ('opId', 'kind', 'caseId', 'actor', 'scope', 'replica', 'incarnation', 'rseq', 'prevHash', 'hash', 'replays'))
  AND NOT EXISTS (SELECT 1 FROM json_each(NEW.decision) WHERE key NOT IN
    ('forgotten', 'serverSeq', 'outcome', 'rule', 'reason', 'at', 'errMs', 'holderBefore', 'caseId', 'ver',
     'casePatch', 'stateHash', 'records', 'notices', 'redecides'))
  AND EXISTS (SELECT 1 FROM op_log AS later WHERE later.case_id = OLD.case_id AND later.kind = 'case.redact'
    AND later.outcome = 'applied' AND later.server_seq > OLD.server_seq)
), 0)
BEGIN SELECT RAISE(ABORT, 'op_log is append-only'); END;
