using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class MediaHandlerTests(MediaHandlerTests.Handlers handlers) : IClassFixture<MediaHandlerTests.Handlers>
{
    public sealed class Handlers() : LoadedSchema("""
        create schema hidden;
        create table lines (id int, shape text);
        create table hidden.secrets (id int);
        create domain "application/vnd.Twkb" as bytea;
        create domain "text/html" as text;
        create domain hidden."text/plain" as text;
        create domain "*/*" as bytea;
        create domain "no/type/name" as text;
        create domain label as text;
        create function step(state "application/vnd.Twkb", next lines) returns "application/vnd.Twkb" language sql immutable as 'select state';
        create aggregate twkb(lines) (sfunc = step, stype = "application/vnd.Twkb");
        create function any_step(state "text/html", next anyelement) returns "text/html" language sql immutable as 'select state';
        create aggregate html(anyelement) (sfunc = any_step, stype = "text/html");
        create function secret_step(state "text/html", next hidden.secrets) returns "text/html" language sql immutable as 'select state';
        create aggregate secret_html(hidden.secrets) (sfunc = secret_step, stype = "text/html");
        create function page(title text) returns "text/html" language sql as $$ select '<p>' $$;
        create function pages() returns setof "text/html" language sql as $$ select '<p>' $$;
        create function plain() returns hidden."text/plain" language sql as $$ select '' $$;
        create function file() returns "*/*" language sql as $$ select ''::bytea $$;
        create function odd() returns "no/type/name" language sql as $$ select '' $$;
        create function named() returns label language sql as $$ select '' $$;
        create function hidden.unseen() returns "text/html" language sql as $$ select '' $$;
        """);

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task What_returns_a_domain_named_like_a_media_type_makes_it(int major) =>
        Assert.Equal(
            [
                "*/* public.file function ",
                "application/vnd.twkb public.step function ",
                "application/vnd.twkb public.twkb aggregate lines",
                "text/html public.any_step function ",
                "text/html public.html aggregate ",
                "text/html public.page function ",
                "text/html public.secret_step function ",
                "text/plain public.plain function ",
            ],
            (await handlers.SnapshotAsync(major)).MediaHandlers
                .Select(h => $"{h.MediaType} {h.Function} {(h.IsAggregate ? "aggregate" : "function")} {h.Relation?.Name}").Order(StringComparer.Ordinal));
}
