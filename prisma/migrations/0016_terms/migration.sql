-- Lines no longer have terms for the usual level, so those without a level say so; lines of before must, too. What only a line's
-- worker tells is asked of the worker's row: the terms for it stay where they are, and nobody asks for them.
UPDATE "runtime_line" SET "terms" = "terms" || $$'@level=none'$$::tsvector WHERE "level" IS NULL;
