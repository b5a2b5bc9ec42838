using Kolaybase.Api.Rest.Execution;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Writes rows as they come; one instance writes one answer.</summary>
internal interface IRowsWriter : IDisposable
{
    /// <summary>Adds what stands before the rows.</summary>
    void Begin(ByteBuffer output);

    /// <summary>Adds the row that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="index">The row's number, from 0.</param>
    /// <param name="output">Where to.</param>
    void Write(NpgsqlDataReader reader, long index, ByteBuffer output);

    /// <summary>Adds what stands behind them.</summary>
    /// <param name="rows">How many there were.</param>
    /// <param name="output">Where to.</param>
    void End(long rows, ByteBuffer output);
}
