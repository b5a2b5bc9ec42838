using Kolaybase.Api.Rest.Execution;
using Npgsql;

namespace Kolaybase.Api.Rest.Formats;

/// <summary>Copies what was made of all rows; behind it stands how many they were.</summary>
internal sealed class MadeWriter : IRowsWriter
{
    /// <summary>How many rows went into it.</summary>
    public long Rows { get; private set; }

    public void Begin(ByteBuffer output)
    {
        // Nothing stands before it.
    }

    public void Write(NpgsqlDataReader reader, long index, ByteBuffer output)
    {
        Rows = reader.GetInt64(1);
        if (!reader.IsDBNull(0))
        {
            ValueWriter.Copy(reader, 0, output);
        }
    }

    public void End(long rows, ByteBuffer output)
    {
        // Nothing stands behind it.
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
