-- The list of parks is read across parks, by whoever has a job or a listener in each; it holds nothing
-- personal.
ALTER POLICY park ON park
  USING (park_id = current_setting('tuoqiao.park', true) OR current_setting('tuoqiao.park', true) = '*');
