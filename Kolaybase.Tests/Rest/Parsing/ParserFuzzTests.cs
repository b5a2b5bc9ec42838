using System.Globalization;
using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Bodies;
using Kolaybase.Api.Rest.MediaTypes;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

/// <summary>
/// Feeds the parsers with broken versions of what is right, for a second, or for as many as <c>KOLAYBASE_FUZZ_SECONDS</c> says.
/// A failure names the input; <c>KOLAYBASE_FUZZ_SEED</c> repeats a run.
/// </summary>
public class ParserFuzzTests
{
    private const string Noise = "()[]{}.,:;!*\"\\'<>-=&?+%# \t\r\n\0abz019_$ñ🐘\ud83d";

    private static readonly string[] Queries =
    [
        "?select=id,a:b::text,data->0->>k,n.sum()::int,count(),x:rel!fk!inner(*,...other!left(a,b(c)))&order=id.desc.nullslast,rel(a->b).asc&limit=3&offset=4",
        "?id=not.eq.1&a->b->>0=in.(1,\"a,b\",\"c\\\"d\")&rel.x.y=like(any).{a*,b*}&t=wfts(english).cat&u=is.not_null&rel.order=a&rel.limit=2&v=isdistinct.3",
        "?or=(a.eq.1,not.and(b->>c.is.null,d.in.(1,2)),e.cs.{1,2})&rel.not.or=(f.fts.\"x y\")&columns=a,%22b%20c%22&on_conflict=a,b&%22select%22=eq.%F0%9F%90%98",
    ];

    private static readonly string[] Bodies =
    [
        """{"a":1,"b":{"c":[1,2,{"d":null}]},"\u0065":"x\ud83d\ude00"}""",
        """[{"a":1,"b":"x"},{"b":"y","a":2.5e3},{"a":true,"b":null}]""",
        "a,b,\"c \"\"d\"\"\"\r\n1,NULL,\"x\ny\"\r\n\"\",2,🐘\r\n",
        "a=1&b=%C5%9F+x&a=&c",
    ];

    private static readonly string[] Headers =
    [
        "text/csv;q=0.5, application/vnd.pgrst.object+json;nulls=stripped, */*;q=.1",
        "application/vnd.pgrst.plan+json; for=\"text/csv\"; options=analyze|verbose, image/png",
        "return=representation, count=exact, missing=default, resolution=merge-duplicates, max-affected=10, timezone=Europe/Berlin, tx=rollback",
    ];

    [Fact]
    public void Whatever_is_sent_is_read_or_refused()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KOLAYBASE_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("KOLAYBASE_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 1;
        var (random, clock, inputs) = (new Random(seed), TimeProvider.System, 0L);
        for (var start = clock.GetTimestamp(); clock.GetElapsedTime(start).TotalSeconds < seconds;)
        {
            for (var i = 0; i < 100; i++, inputs++)
            {
                Try(Query, Mutate(Queries, random), seed);
                Try(Body, Mutate(Bodies, random), seed);
                Try(Header, Mutate(Headers, random), seed);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{3 * inputs} inputs, seed {seed}");
    }

    /// <summary>A query that is read, is read the same when it is printed.</summary>
    private static void Query(string text)
    {
        Refusable(() => QueryParser.ParseCall(text, new RestLimits()));
        Refusable(() =>
        {
            var printed = QueryPrinter.Print(QueryParser.Parse(text, new RestLimits()));
            Assert.Equal(printed, QueryPrinter.Print(QueryParser.Parse(printed, new RestLimits())));
        });
    }

    private static void Body(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // Half of a surrogate pair becomes bytes that are no UTF-8.
        bytes = text.Contains('\ud83d', StringComparison.Ordinal) ? [.. bytes, 0xf0, 0x9f] : bytes;
        Refusable(() => JsonPayloadParser.Parse(bytes, sameKeys: true, new RestLimits()));
        Refusable(() => JsonArgumentsParser.Parse(bytes, null, new RestLimits()));
        Refusable(() => QueryStringReader.ReadForm(text));
        Refusable(() =>
        {
            var json = ReadCsv(bytes, bytes.Length);
            Assert.Equal(json, ReadCsv(bytes, 1));
            JsonPayloadParser.Parse(Encoding.UTF8.GetBytes(json), sameKeys: true, new RestLimits());
        });
    }

    private static string ReadCsv(byte[] bytes, int piece)
    {
        var buffer = new BodyBuffer(null, long.MaxValue, () => throw new InvalidOperationException());
        using var csv = new CsvToJson(buffer, new RestLimits());
        foreach (var part in bytes.Chunk(Math.Max(1, piece)))
        {
            csv.Feed(part);
        }

        return Encoding.UTF8.GetString(csv.End().Utf8.Span);
    }

    private static void Header(string text)
    {
        _ = AcceptHeader.Parse(text);
        Refusable(() => Preferences.Parse([text]));
        Refusable(() => ContentTypeHeader.Parse(text, call: true));
    }

    private static void Refusable(Action read)
    {
        try
        {
            read();
        }
        catch (ApiException refusal) when (refusal.Status is >= 400 and < 500)
        {
            Assert.InRange(refusal.Error.Message.Length + (refusal.Error.Details?.Length ?? 0), 1, 1_000);
        }
    }

    private static void Try(Action<string> read, string input, int seed)
    {
        try
        {
            read(input);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, input {System.Text.Json.JsonSerializer.Serialize(input)}", e);
        }
    }

    /// <summary>Cuts, doubles, mixes and spoils.</summary>
    private static string Mutate(string[] seeds, Random random)
    {
        var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
        for (var changes = random.Next(0, 6); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            var length = random.Next(Math.Min(20, text.Length - at) + 1);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Noise[random.Next(Noise.Length)]);
                    break;
                case 2:
                    text.Insert(random.Next(text.Length + 1), text.ToString(at, length));
                    break;
                case 3:
                    var other = seeds[random.Next(seeds.Length)];
                    text.Insert(at, other[random.Next(other.Length)..]);
                    break;
                default:
                    text.Insert(at, text.ToString(at, length), random.Next(1, 30));
                    break;
            }
        }

        return text.ToString();
    }
}
