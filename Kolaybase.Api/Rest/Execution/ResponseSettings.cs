using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// What functions, triggers and views of the project have set for the answer: <c>response.status</c> and <c>response.headers</c>
/// (PostgREST, Transactions). They are checked inside the transaction, by the batch's last statement, since a write
/// whose answer can't be given must not have happened.
/// </summary>
/// <param name="Status">The status; null means what it would have been.</param>
/// <param name="Headers">Headers in their order; a name may repeat.</param>
internal sealed record ResponseSettings(int? Status, ImmutableArray<KeyValuePair<string, string>> Headers)
{
    /// <summary>Nothing set.</summary>
    public static readonly ResponseSettings None = new(null, []);

    /// <summary>
    /// Reads and checks them. A status is a number from 200 to 599; headers are a JSON array of objects with one key and a string, in
    /// characters that HTTP allows. What is wrong fails: a text of ours that is no number is cast to one. It holds a length, since a constant would be cast while planning.
    /// </summary>
    public const string Sql = """
        SELECT CASE WHEN s IS NULL OR s OPERATOR(pg_catalog.~) '^[2-5][0-9][0-9]$' THEN s ELSE ('response.status ' || pg_catalog.length(s))::pg_catalog.int4::pg_catalog.text END,
               CASE WHEN h IS NULL OR (
                   SELECT pg_catalog.count(*) OPERATOR(pg_catalog.=) pg_catalog.count(*) FILTER (WHERE
                       (SELECT pg_catalog.count(*) FROM pg_catalog.json_object_keys(e.value)) OPERATOR(pg_catalog.=) 1 AND
                       (SELECT pg_catalog.json_typeof(v.value) OPERATOR(pg_catalog.=) 'string'
                               AND v.key OPERATOR(pg_catalog.~) '^[A-Za-z0-9!#$%&''*+.^_`|~-]+$'
                               AND (v.value OPERATOR(pg_catalog.#>>) '{}') OPERATOR(pg_catalog.~) '^[\t\x20-\x7e]*$'
                        FROM pg_catalog.json_each(e.value) AS v))
                   FROM pg_catalog.json_array_elements(h::pg_catalog.json) AS e)
               THEN h ELSE ('response.headers ' || pg_catalog.length(h))::pg_catalog.int4::pg_catalog.text END
        FROM (SELECT nullif(pg_catalog.current_setting('response.status', true), '') AS s,
                     nullif(pg_catalog.current_setting('response.headers', true), '') AS h) AS r
        """;

    /// <summary>Reads the row that <see cref="Sql"/> gives.</summary>
    public static ResponseSettings Read(NpgsqlDataReader reader)
    {
        var (status, headers) = (reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
        if (status is null && headers is null)
        {
            return None;
        }

        var found = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        if (headers is not null)
        {
            using var json = JsonDocument.Parse(headers);
            foreach (var header in json.RootElement.EnumerateArray().SelectMany(e => e.EnumerateObject()))
            {
                found.Add(KeyValuePair.Create(header.Name, header.Value.GetString()!));
            }
        }

        return new(status is null ? null : int.Parse(status, CultureInfo.InvariantCulture), found.ToImmutable());
    }

    /// <summary>Puts them over what the answer has, and ends it: an error's status without a body is not taken for one that still wants its words.</summary>
    public Task CompleteAsync(HttpResponse response)
    {
        Apply(response);
        return Status is null ? Task.CompletedTask : response.CompleteAsync();
    }

    /// <summary>Puts them over what the answer has. The first of a name replaces, the next ones are added.</summary>
    public void Apply(HttpResponse response)
    {
        response.StatusCode = Status ?? response.StatusCode;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Headers)
        {
            if (!ProjectHeaders.MaySet(name))
            {
                continue;
            }

            response.Headers[name] = seen.Add(name) ? value : Microsoft.Extensions.Primitives.StringValues.Concat(response.Headers[name], value);
        }
    }
}
