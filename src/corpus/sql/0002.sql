-- The corpus, second version of its schema: records are packed in another way.

-- "snappy" (the raw format), or "zlib" (RFC 1950) of those that the first version packed.
ALTER TABLE records ADD COLUMN packing TEXT NOT NULL DEFAULT 'zlib';
