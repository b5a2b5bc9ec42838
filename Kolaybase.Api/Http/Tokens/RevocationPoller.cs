using Kolaybase.ControlPlane.Identity;
using Npgsql;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>
/// Keeps <see cref="RevokedTokens"/> up to date: once a second it reads the rows of the last moments, once a minute all. Moments are counted in the
/// database's time from the newest row that was read, so no clock of a replica matters. While the
/// control database is away, what was read last stays.
/// </summary>
/// <remarks>Not through EF Core, which would log each failed look as an error of its own.</remarks>
internal sealed partial class RevocationPoller(RevokedTokens revoked, NpgsqlDataSource control, TimeProvider clock, ILogger<RevocationPoller> logger) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>A row gets its time some moments before its transaction commits, and may so appear behind newer ones.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(30);

    /// <summary>A look for news that takes longer is given up, so that the next one comes soon.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Reading all may be what is slow: given up as soon, it would never succeed.</summary>
    private static readonly TimeSpan s_patienceForAll = TimeSpan.FromSeconds(20);

    private const int LooksPerFullRead = 60;

    private DateTimeOffset? _newest;
    private bool _away;

    /// <summary>Reads everything before the first request is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(all: true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            for (var look = 1; await timer.WaitForNextTickAsync(stoppingToken); look++)
            {
                // Not after a look that failed: the next one reads on from the newest row that is known.
                await LookAsync(all: _newest is null || look % LooksPerFullRead == 0, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(bool all, CancellationToken cancellationToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(all ? s_patienceForAll : s_patience);
            var since = all ? null : _newest - s_overlap;
            var rows = await ReadAsync(since, patience.Token);
            if (since is null)
            {
                revoked.Replace(rows);
            }
            else
            {
                revoked.Add(rows);
            }

            Note(rows);

            if (_away)
            {
                Back();
            }

            _away = false;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the next look comes in a second and must not be the last.
            if (!_away)
            {
                Away(e);
            }

            _away = true;
        }
    }

    private async Task<List<TokenRevocation>> ReadAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var command = control.CreateCommand("select realm, user_id, not_before from token_revocations where $1 is null or not_before >= $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = since, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TokenRevocation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new TokenRevocation { Realm = reader.GetString(0), UserId = reader.GetGuid(1), NotBefore = reader.GetFieldValue<DateTimeOffset>(2) });
        }

        return rows;
    }

    private void Note(List<TokenRevocation> rows)
    {
        // Also when there were none: all that comes is news then.
        _newest ??= DateTimeOffset.UnixEpoch;
        foreach (var row in rows)
        {
            _newest = row.NotBefore > _newest ? row.NotBefore : _newest;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Revoked access tokens can't be read; those read last stay refused, later ones are not known yet")]
    private partial void Away(Exception exception);

    [LoggerMessage(LogLevel.Information, "Revoked access tokens are read again")]
    private partial void Back();
}
