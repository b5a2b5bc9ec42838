using System.Globalization;
using Kolaybase.ControlPlane;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Workers.Maintenance;

/// <summary>How long a session of a project's login may do what; section <c>Kolaybase:Watchdog</c>, in whole seconds.</summary>
public sealed record WatchdogOptions
{
    private const int Longest = 7 * 24 * 3600;

    /// <summary>Time between two looks at each database server.</summary>
    public int IntervalSeconds { get; init; } = 10;

    /// <summary>How long one statement may run.</summary>
    public int StatementSeconds { get; init; } = 3_600;

    /// <summary>How long a transaction may be open: it keeps all databases of the server from being cleaned up.</summary>
    public int TransactionSeconds { get; init; } = 4 * 3_600;

    /// <summary>How long a session may do nothing in an open transaction.</summary>
    public int IdleInTransactionSeconds { get; init; } = 600;

    /// <summary>How long a session that does nothing may keep others waiting for its locks.</summary>
    public int BlockingSeconds { get; init; } = 60;

    /// <summary>How long an open transaction may lock what all databases of the server share.</summary>
    public int SharedLockSeconds { get; init; } = 60;

    /// <summary>Reads the section; what is not set keeps its default.</summary>
    /// <exception cref="ConfigurationFaultsException">A value is out of its range.</exception>
    public static WatchdogOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Kolaybase:Watchdog");
        var defaults = new WatchdogOptions();
        var faults = new List<string>();
        var options = new WatchdogOptions
        {
            IntervalSeconds = Number(nameof(IntervalSeconds), defaults.IntervalSeconds),
            StatementSeconds = Number(nameof(StatementSeconds), defaults.StatementSeconds),
            TransactionSeconds = Number(nameof(TransactionSeconds), defaults.TransactionSeconds),
            IdleInTransactionSeconds = Number(nameof(IdleInTransactionSeconds), defaults.IdleInTransactionSeconds),
            BlockingSeconds = Number(nameof(BlockingSeconds), defaults.BlockingSeconds),
            SharedLockSeconds = Number(nameof(SharedLockSeconds), defaults.SharedLockSeconds),
        };
        return faults.Count == 0 ? options : throw new ConfigurationFaultsException(faults);

        int Number(string key, int otherwise)
        {
            if (section[key] is not { Length: > 0 } text)
            {
                return otherwise;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Longest)
            {
                return number;
            }

            faults.Add($"{section.Path}:{key} must be a whole number of seconds from 1 to {Longest}.");
            return otherwise;
        }
    }
}
