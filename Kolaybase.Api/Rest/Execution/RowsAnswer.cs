using System.Collections.Immutable;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;
using Microsoft.AspNetCore.WebUtilities;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// Sends rows. What fits into <see cref="RestLimits.WholeAnswerBytes"/> is read to its end first, so that its last row, its length and
/// any late error are known before the first byte. The rest of a read streams in pieces, each waiting until the one before is
/// taken, and a failure in its midst resets the connection; the rest of a write waits on disk for the commit.
/// </summary>
internal sealed class RowsAnswer(
    HttpContext http, Results results, AnswerFormat format, ImmutableArray<OutputItem> output, RestLimits limits, TimeProvider clock, IRowsWriter? other = null)
{
    private const int PieceBytes = 64 * 1024;

    private bool _streaming;
    private long _started;

    /// <summary>Reads the rows and sends them.</summary>
    /// <param name="hold">Whether nothing may be sent before the end, as for a write.</param>
    /// <param name="ended">Sets status and headers when all is known: gets the number of rows.</param>
    /// <param name="streams">Sets status and headers when the first piece leaves.</param>
    /// <param name="read">Reads results that follow the rows.</param>
    public async Task SendAsync(bool hold, Action<long> ended, Action? streams = null, Func<Task>? read = null)
    {
        hold |= format.IsSingular || format.Maker is not null || results.SettingsFollow || streams is null;
        using var buffer = new ByteBuffer();
        using var writer = other ?? RowsWriters.Create(format, output);
        await using var spool = hold ? new FileBufferingWriteStream(limits.WholeAnswerBytes) : null;
        var threshold = hold ? PieceBytes : limits.WholeAnswerBytes;
        writer.Begin(buffer);
        var rows = 0L;
        while (await results.Reader.ReadAsync(http.RequestAborted))
        {
            writer.Write(results.Reader, rows++, buffer);
            if (buffer.Length < threshold)
            {
                continue;
            }

            if (spool is not null)
            {
                await spool.WriteAsync(buffer.Written, http.RequestAborted);
            }
            else
            {
                threshold = PieceBytes;
                Stream(streams!);
                await PushAsync(buffer);
            }

            buffer.Clear();
        }

        writer.End(rows, buffer);
        if (read is not null)
        {
            await read();
        }

        var settings = await results.FinishAsync();
        if (format.IsSingular && rows != 1)
        {
            throw RestErrors.NotSingular(rows);
        }

        await EndAsync(buffer, spool, (writer as MadeWriter)?.Rows ?? rows, ended, settings);
    }

    private async Task EndAsync(ByteBuffer buffer, FileBufferingWriteStream? spool, long rows, Action<long> ended, ResponseSettings settings)
    {
        if (!_streaming)
        {
            http.Response.ContentType = format.ContentType;
            http.Response.ContentLength = (spool?.Length ?? 0) + buffer.Length;
            ended(rows);
            settings.Apply(http.Response);
            if (http.Response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
            {
                // SQL has chosen a status that has no body (RFC 9110, 6.4.1).
                http.Response.ContentLength = null;
                http.Response.ContentType = null;
                return;
            }
        }

        if (spool is { Length: > 0 })
        {
            await spool.DrainBufferAsync(http.Response.Body, http.RequestAborted);
        }

        await PushAsync(buffer);
    }

    private void Stream(Action streams)
    {
        if (!_streaming)
        {
            http.Response.ContentType = format.ContentType;
            streams();
            _streaming = true;
            _started = clock.GetTimestamp();
        }
    }

    private async Task PushAsync(ByteBuffer buffer)
    {
        if (!_streaming)
        {
            // The connection is free already; Kestrel's own minimum rate cuts off who takes nothing.
            await http.Response.BodyWriter.WriteAsync(buffer.Written, http.RequestAborted);
            return;
        }

        // A reader that takes a little now and then would keep its connection from others as well as one that takes nothing.
        var left = limits.StreamMilliseconds - (int)Math.Min(int.MaxValue, clock.GetElapsedTime(_started).TotalMilliseconds);
        using var stalled = new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Max(0, Math.Min(left, limits.StalledReaderMilliseconds))), clock);
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
}
