-- What opens a case to somebody, as words (core/domain/permission/reading.ts): found by the person's words
-- without looking into a document. `scope@district` opens everything and is not kept.
CREATE TABLE board_key (
  id INTEGER NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX board_key_by_key ON board_key (key, id);

INSERT OR IGNORE INTO board_key (id, key)
WITH shown AS (
  SELECT b.id, c.doc FROM board b JOIN confirmed c ON c.case_id = b.case_id WHERE c.form <> 'stub'
)
SELECT shown.id, 'made@' || json_extract(doc, '$.createdBy') FROM shown
UNION ALL
SELECT shown.id, 'verify@' || json_extract(doc, '$.verifyOrdered') FROM shown
  WHERE json_extract(doc, '$.verifyOrdered') IS NOT NULL
UNION ALL
SELECT shown.id, 'scope@' || m.key FROM shown, json_each(doc, '$.members') m WHERE m.key <> 'district'
UNION ALL
SELECT shown.id, 'callBack@' || m.key FROM shown, json_each(doc, '$.members') m
  WHERE json_extract(doc, '$.callbackDueAt') IS NOT NULL
    AND json_extract(doc, '$.callbackDone') IS NULL
UNION ALL
SELECT shown.id, 'called@' || json_extract(t.value, '$.by') FROM shown, json_each(doc, '$.callbacks') t
UNION ALL
SELECT shown.id, 'unit@' || json_extract(a.value, '$.unit') FROM shown, json_each(doc, '$.assignments') a
  WHERE json_extract(a.value, '$.state') NOT IN ('returned', 'recalled', 'waived');
