using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// Answers a read. What fits into <see cref="RestLimits.WholeAnswerBytes"/> is read to its end first, so that its
/// last row, its length and any late error are known before the first byte; the rest streams in pieces, each
/// waiting until the one before is taken, and a failure in its midst resets the connection.
/// </summary>
internal sealed class ReadAnswer(HttpContext http, ReadPlan plan, RestLimits limits, TimeProvider clock)
{
    private const int PieceBytes = 64 * 1024;

    private bool _streaming;

    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(NpgsqlDataReader reader)
    {
        var total = plan.Count ? await ReadNumberAsync(reader) : null as long?;
        if (plan.Count)
        {
            await reader.NextResultAsync(http.RequestAborted);
        }

        if (total < plan.Rows.Offset)
        {
            throw RestErrors.RangeNotSatisfiable($"An offset of {plan.Rows.Offset} was requested, but there are only {total} rows.");
        }

        http.Response.ContentType = Answers.Json;
        if (plan.HeadOnly)
        {
            SetRange(await ReadNumberAsync(reader), total);
            await reader.NextResultAsync(http.RequestAborted);
            return;
        }

        await WriteRowsAsync(reader, total);
    }

    private async Task WriteRowsAsync(NpgsqlDataReader reader, long? total)
    {
        using var buffer = new ByteBuffer();
        using var writer = new RowWriter(plan.Rows.Output);
        buffer.Append("["u8);
        var rows = 0L;
        while (await reader.ReadAsync(http.RequestAborted))
        {
            buffer.Append(rows++ == 0 ? ""u8 : ","u8);
            writer.Write(reader, buffer);
            if (buffer.Length >= (_streaming ? PieceBytes : limits.WholeAnswerBytes))
            {
                await StreamAsync(buffer, total);
            }
        }

        buffer.Append("]"u8);
        await reader.NextResultAsync(http.RequestAborted);
        if (!_streaming)
        {
            SetRange(rows, total);
            http.Response.ContentLength = buffer.Length;
        }

        await SendAsync(buffer);
    }

    private async Task StreamAsync(ByteBuffer buffer, long? total)
    {
        if (!_streaming && total is { } known)
        {
            SetRange(Math.Min(known - plan.Rows.Offset, plan.Rows.Limit ?? long.MaxValue), known);
        }

        // Without a total the last row is not known yet, and no header is better than a wrong one.
        _streaming = true;
        await SendAsync(buffer);
        buffer.Clear();
    }

    private async Task SendAsync(ByteBuffer buffer)
    {
        using var stalled = new CancellationTokenSource(TimeSpan.FromMilliseconds(limits.StalledReaderMilliseconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stalled.Token);
        try
        {
            await http.Response.BodyWriter.WriteAsync(buffer.Written, either.Token);
        }
        catch (OperationCanceledException) when (stalled.IsCancellationRequested)
        {
            http.Abort();
            throw;
        }
    }

    private void SetRange(long rows, long? total)
    {
        http.Response.StatusCode = ContentRange.Status(rows, total);
        http.Response.Headers.ContentRange = ContentRange.Of(plan.Rows.Offset, rows, total);
    }

    private async Task<long> ReadNumberAsync(NpgsqlDataReader reader)
    {
        await reader.ReadAsync(http.RequestAborted);
        return reader.GetInt64(0);
    }
}
