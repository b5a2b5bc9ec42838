using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>The results of a request's statements, in their order; stands on the first one's. A statement that answers no rows has none: Npgsql passes over it.</summary>
/// <param name="connection">The connection.</param>
/// <param name="reader">The reader.</param>
/// <param name="rows">Whether any statement answers rows.</param>
/// <param name="settings">Whether the last result is <see cref="ResponseSettings"/>.</param>
/// <param name="cancellationToken">Ends the request.</param>
internal sealed class Results(NpgsqlConnection connection, NpgsqlDataReader reader, bool rows, bool settings, CancellationToken cancellationToken)
{
    private readonly bool _atSettings = settings && !rows;

    /// <summary>The reader; rows are read from it straight.</summary>
    public NpgsqlDataReader Reader => reader;

    /// <summary>Whether the answer may be changed by what the statements did, so that nothing can be sent before their end.</summary>
    public bool SettingsFollow => settings;

    /// <summary>Rows that were written, after the end; those of a <c>SELECT</c> around a write do not count.</summary>
    public long RowsAffected { get; private set; }

    /// <summary>Whether what was set for the answer is known to be right; what fails behind it is the commit.</summary>
    public bool SettingsRead { get; private set; }

    /// <summary>Whether all is read and the connection given back.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Goes to the next statement's result.</summary>
    public Task NextAsync() => reader.NextResultAsync(cancellationToken);

    /// <summary>Reads a result of one number.</summary>
    public async Task<long> ReadNumberAsync()
    {
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0);
    }

    /// <summary>Reads a result of one text, which may come in lines.</summary>
    public async Task<string> ReadTextAsync()
    {
        var text = new System.Text.StringBuilder();
        while (await reader.ReadAsync(cancellationToken))
        {
            text.AppendLine(reader.GetString(0));
        }

        return text.ToString();
    }

    /// <summary>
    /// Reads on to the server's message that it is ready again, which it sends when the implicit transaction has committed:
    /// only then is it true that something was written. The connection is free from here on: a client that is slow to take its answer keeps none.
    /// </summary>
    /// <returns>What the statements set for the answer.</returns>
    public async Task<ResponseSettings> FinishAsync()
    {
        var found = ResponseSettings.None;
        if (settings)
        {
            if (!_atSettings)
            {
                await reader.NextResultAsync(cancellationToken);
            }

            await reader.ReadAsync(cancellationToken);
            found = ResponseSettings.Read(reader);
            SettingsRead = true;
        }

        while (await reader.NextResultAsync(cancellationToken))
        {
            // Nothing that is wanted follows.
        }

        RowsAffected = Math.Max(0, reader.RecordsAffected);
        await reader.CloseAsync();
        await connection.CloseAsync();
        IsFinished = true;
        return found;
    }
}
