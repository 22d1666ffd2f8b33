-- The corpus, third version of its schema: the texts of sections stand in `sections` alone.

-- CRC-32 of the texts that are left out of `record` and stand in `sections.text`, in the order of their ordinals, a zero byte
-- behind each. NULL: the record is whole, as the versions before had it.
ALTER TABLE records ADD COLUMN texts INTEGER;

-- No query of the program asks for them, and an index of random keys is written anew with nearly every batch.
DROP INDEX files_by_blake3;
DROP INDEX documents_by_cite_key;
