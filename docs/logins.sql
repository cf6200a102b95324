-- The three logins and the database of Notify NL: run once by a superuser, with psql, before the first start.
-- The program itself runs the same text for its private server (NotifyNl.Core/Data/Logins.cs).

