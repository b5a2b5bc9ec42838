using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Answers updates and deletions: 200 with rows when they are wanted, else 204.</summary>
internal static class ChangeAnswer
{
    /// <summary>Writes the answer.</summary>
    /// <param name="http">The request and its answer.</param>
    /// <param name="reader">Stands on the write's result.</param>
    /// <param name="output">What comes back of each row; null means nothing.</param>
    /// <param name="maxAffected">The limit that was asserted, if any.</param>
    /// <param name="preferences">The preferences.</param>
    /// <param name="range">Makes <c>Content-Range</c> of the number of rows and the total that is told.</param>
    public static async Task WriteAsync(
        HttpContext http,
        NpgsqlDataReader reader,
        ImmutableArray<OutputItem>? output,
        long? maxAffected,
        Preferences preferences,
        Func<long, long?, string> range)
    {
        if (output is { } columns)
        {
            await WriteAnswer.RepresentAsync(http, reader, columns, rows => Committed(StatusCodes.Status200OK, rows));
        }
        else
        {
            Committed(StatusCodes.Status204NoContent, await WriteAnswer.CountAsync(http, reader, counted: maxAffected is not null));
        }

        void Committed(int status, long rows)
        {
            http.Response.StatusCode = status;
            http.Response.Headers.ContentRange = range(rows, preferences.CountExact ? rows : null);
            Answers.Applied(http.Response, preferences, maxAffected is null ? ["return=", "count=", "handling="] : ["return=", "count=", "handling=", "max-affected="]);
        }
    }

    /// <summary>Answers an update that names no column: no row was touched.</summary>
    public static async Task NothingAsync(HttpContext http, Preferences preferences)
    {
        http.Response.Headers.ContentRange = ContentRange.Of(0, 0, preferences.CountExact ? 0 : null);
        Answers.Applied(http.Response, preferences, "return=", "count=", "handling=");
        if (preferences.Return != ReturnPreference.Representation)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        http.Response.ContentType = Answers.Json;
        http.Response.ContentLength = 2;
        await http.Response.Body.WriteAsync("[]"u8.ToArray(), http.RequestAborted);
    }
}
