using Kolaybase.Api.Rest.Execution;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>
/// Writes rows behind whose values two columns stand: whether it is a row at all, and how many match. There is always one row, which tells
/// the total when there are none.
/// </summary>
/// <param name="inner">Writes the rows.</param>
internal sealed class CountedWriter(IRowsWriter inner) : IRowsWriter
{
    /// <summary>How many rows match; known from the first row on.</summary>
    public long Total { get; private set; }

    /// <summary>How many rows were written.</summary>
    public long Rows { get; private set; }

    public void Begin(ByteBuffer output) => inner.Begin(output);

    public void Write(NpgsqlDataReader reader, long index, ByteBuffer output)
    {
        if (index == 0)
        {
            Total = reader.GetInt64(reader.FieldCount - 1);
        }

        if (!reader.IsDBNull(reader.FieldCount - 2))
        {
            inner.Write(reader, Rows++, output);
        }
    }

    public void End(long rows, ByteBuffer output) => inner.End(Rows, output);

    public void Dispose() => inner.Dispose();
}
