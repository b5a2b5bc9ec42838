using Kolaybase.Api.Http;
using Kolaybase.ControlPlane;

namespace Kolaybase.Api.Sql;

/// <summary>What one call of the SQL endpoint may ask for; section <c>Kolaybase:Sql</c>.</summary>
public sealed record SqlOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Kolaybase:Sql";

    /// <summary>How long a statement may run, in seconds, unless the text itself sets another time.</summary>
    public int StatementSeconds { get; init; } = 30;

    /// <summary>How long a call may run, in seconds, whatever its text sets; at most 15 less than <c>Kolaybase:RequestSeconds</c>, in which it is opened, cancelled and answered.</summary>
    public int CallSeconds { get; init; } = 45;

    /// <summary>How long a statement waits for a lock, in seconds, unless the text itself sets another time.</summary>
    public int LockSeconds { get; init; } = 10;

    /// <summary>Longest text, in characters.</summary>
    public int QueryCharacters { get; init; } = 500_000;

    /// <summary>Most statements in one text.</summary>
    public int Statements { get; init; } = 1_000;

    /// <summary>Most values for <c>$1</c>, <c>$2</c> and so on.</summary>
    public int Parameters { get; init; } = 1_000;

    /// <summary>Rows of a result set that are answered when the call names no <c>limit</c>.</summary>
    public int Rows { get; init; } = 1_000;

    /// <summary>The largest <c>limit</c>.</summary>
    public int MostRows { get; init; } = 10_000;

    /// <summary>Most bytes of values, over all result sets of an answer; the rows beyond are left out.</summary>
    public int AnswerBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most notices that are answered.</summary>
    public int Notices { get; init; } = 100;

    /// <summary>Reads them from the configuration.</summary>
    /// <exception cref="ConfigurationFaultsException">Some are not above zero; the message names them all.</exception>
    public static SqlOptions Read(IConfiguration configuration)
    {
        var options = PositiveSettings.Read<SqlOptions>(configuration, Section);
        // HttpOptionsReader says what is wrong with it.
        var request = NumberSetting.Read(configuration, "Kolaybase:RequestSeconds", new HttpOptions().RequestSeconds, 1, int.MaxValue, []);
        return options with { CallSeconds = Math.Min(options.CallSeconds, Math.Max(1, request - 15)) };
    }
}
