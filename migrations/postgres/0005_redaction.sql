-- One change of the log is allowed: what was said and decided goes, after a redaction of its case that was carried
-- out, and every column stays, with the hashes that are signed (docs/adr/0019). What was said is not parsed here:
-- it may hold what these types refuse.

DROP TRIGGER op_log_no_change ON op_log;
CREATE TRIGGER op_log_no_change BEFORE DELETE OR TRUNCATE ON op_log
FOR EACH STATEMENT EXECUTE FUNCTION op_log_is_append_only();

CREATE FUNCTION op_log_only_forgets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_allowed BOOLEAN;
BEGIN
  IF (NEW.server_seq, NEW.op_id, NEW.replica, NEW.incarnation, NEW.rseq, NEW.kind, NEW.case_id, NEW.ver,
      NEW.outcome, NEW.rule, NEW.at_ms, NEW.received_ms, NEW.op_hash, NEW.chain, NEW.has_extra)
     IS NOT DISTINCT FROM
     (OLD.server_seq, OLD.op_id, OLD.replica, OLD.incarnation, OLD.rseq, OLD.kind, OLD.case_id, OLD.ver,
      OLD.outcome, OLD.rule, OLD.at_ms, OLD.received_ms, OLD.op_hash, OLD.chain, OLD.has_extra)
     AND substr(NEW.decision, 1, 14) = '{"forgotten":"' AND substr(OLD.decision, 1, 14) <> '{"forgotten":"'
  THEN
    SELECT (NEW.op::json -> 'hash')::text = '"' || OLD.op_hash || '"'
      AND strpos(OLD.op, '"prevHash":' || (NEW.op::json -> 'prevHash')::text) > 0
      AND length((NEW.decision::json -> 'forgotten')::text) = 66
      AND strpos(OLD.decision, '"stateHash":' || (NEW.decision::json -> 'stateHash')::text) > 0
      AND (NEW.decision::json -> 'casePatch')::text = 'null'
      AND (NEW.decision::json -> 'notices')::text = '[]'
      AND NOT EXISTS (SELECT 1 FROM json_object_keys(NEW.op::json) AS key WHERE key NOT IN
        ('opId', 'kind', 'caseId', 'actor', 'scope', 'replica', 'incarnation', 'rseq', 'prevHash', 'hash', 'replays'))
      AND NOT EXISTS (SELECT 1 FROM json_object_keys(NEW.decision::json) AS key WHERE key NOT IN
        ('forgotten', 'serverSeq', 'outcome', 'rule', 'reason', 'at', 'errMs', 'holderBefore', 'caseId', 'ver',
         'casePatch', 'stateHash', 'records', 'notices', 'redecides'))
      AND EXISTS (SELECT 1 FROM op_log AS later WHERE later.case_id = OLD.case_id AND later.kind = 'case.redact'
        AND later.outcome = 'applied' AND later.server_seq > OLD.server_seq)
    INTO is_allowed;
    IF is_allowed THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'op_log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER op_log_no_update BEFORE UPDATE ON op_log
FOR EACH ROW EXECUTE FUNCTION op_log_only_forgets();
