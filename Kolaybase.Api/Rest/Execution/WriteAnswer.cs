using System.Collections.Immutable;
using Kolaybase.Api.Rest.Planning;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// Reads a write to its end before a byte is sent: the statement's last message is the commit's, and there
/// deferred constraints still fail. Rows that are wanted back wait in memory, and on disk beyond that.
/// </summary>
internal static class WriteAnswer
{
    private const int PieceBytes = 64 * 1024;
    private const int MemoryBytes = 4 * 1024 * 1024;

    /// <summary>Reads the rows of a representation, calls <paramref name="committed"/> with their number, and sends them.</summary>
    public static async Task RepresentAsync(HttpContext http, NpgsqlDataReader reader, ImmutableArray<OutputItem> output, Action<long> committed)
    {
        await using var answer = new FileBufferingWriteStream(MemoryBytes);
        using var buffer = new ByteBuffer();
        using var writer = new RowWriter(output);
        buffer.Append("["u8);
        var rows = 0L;
        while (await reader.ReadAsync(http.RequestAborted))
        {
            buffer.Append(rows++ == 0 ? ""u8 : ","u8);
            writer.Write(reader, buffer);
            if (buffer.Length >= PieceBytes)
            {
                await answer.WriteAsync(buffer.Written, http.RequestAborted);
                buffer.Clear();
            }
        }

        buffer.Append("]"u8);
        await answer.WriteAsync(buffer.Written, http.RequestAborted);
        await CommitAsync(reader, http.RequestAborted);
        committed(rows);
        http.Response.ContentType = Answers.Json;
        http.Response.ContentLength = answer.Length;
        await answer.DrainBufferAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>Reads a write that answers no rows; hands back how many it touched.</summary>
    /// <param name="http">The request.</param>
    /// <param name="reader">Stands on the write's result.</param>
    /// <param name="counted">Whether the statement answers with their number, as one with a guard does.</param>
    public static async Task<long> CountAsync(HttpContext http, NpgsqlDataReader reader, bool counted)
    {
        var rows = counted && await reader.ReadAsync(http.RequestAborted) ? reader.GetInt64(0) : 0;
        await CommitAsync(reader, http.RequestAborted);
        // The batch's first command is a SELECT, whose rows are not counted here.
        return counted ? rows : Math.Max(0, reader.RecordsAffected);
    }

    /// <summary>Reads on to the server's message that it is ready again, which it sends when the implicit transaction has committed.</summary>
    private static async Task CommitAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
            // A write is the last statement: there is nothing to see in between.
        }

        await reader.CloseAsync();
    }
}
