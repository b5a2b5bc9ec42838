using System.Collections.Immutable;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Answers writes: nothing is sent before the commit, where deferred constraints still fail.</summary>
internal sealed class ChangeAnswer(HttpContext http, RestLimits limits, TimeProvider clock)
{
    /// <summary>Writes the answer.</summary>
    /// <param name="results">Stands on the write's result.</param>
    /// <param name="write">What was written.</param>
    /// <param name="committed">Sets status and headers.</param>
    public async Task WriteAsync(Results results, WriteSql write, Action<Written> committed)
    {
        var inserted = false;
        if (write.Returning is { } returning)
        {
            await new RowsAnswer(http, results, write.Format, returning.Output, limits, clock).SendAsync(hold: true, rows => committed(new(rows, inserted, [])), read: ReadMarkAsync);
            return;
        }

        var (rows, key) = write.IsCounted ? await ReadCountAsync(results, write.Key.Length) : (0, []);
        await ReadMarkAsync();
        var settings = await results.FinishAsync();
        committed(new(write.IsCounted ? rows : results.RowsAffected, inserted, key));
        await settings.CompleteAsync(http.Response);

        async Task ReadMarkAsync()
        {
            if (write.MarksInserts)
            {
                await results.NextAsync();
                inserted = await results.ReadNumberAsync() > 0;
            }
        }
    }

    /// <summary>Answers a write that had nothing to do.</summary>
    /// <param name="http">The request and its answer.</param>
    /// <param name="returning">What would come back of each row; null means nothing.</param>
    /// <param name="format">How rows are put together.</param>
    /// <param name="ended">Sets status and headers.</param>
    public static async Task NothingAsync(HttpContext http, RowsPlan? returning, AnswerFormat format, Action ended)
    {
        if (format.IsSingular)
        {
            throw RestErrors.NotSingular(0);
        }

        ended();
        if (returning is null)
        {
            return;
        }

        using var buffer = new ByteBuffer();
        using var writer = RowsWriters.Create(format, returning.Output);
        writer.Begin(buffer);
        writer.End(0, buffer);
        http.Response.ContentType = format.ContentType;
        http.Response.ContentLength = buffer.Length;
        await http.Response.BodyWriter.WriteAsync(buffer.Written, http.RequestAborted);
    }

    private static async Task<(long Rows, ImmutableArray<string?> Key)> ReadCountAsync(Results results, int key)
    {
        var rows = await results.ReadNumberAsync();
        return (rows, rows == 1 ? [.. Enumerable.Range(1, key).Select(i => results.Reader.IsDBNull(i) ? null : results.Reader.GetString(i))] : []);
    }
}
