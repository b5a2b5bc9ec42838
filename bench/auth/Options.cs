using System.Globalization;

namespace Kolaybase.Bench.Auth;

/// <summary>What the command line asks for; see <c>docs/benchmarks.md</c>.</summary>
internal sealed record Options
{
    /// <summary>Folder of the built AppHost.</summary>
    public required string AppHost { get; init; }

    /// <summary>Calls of each kind.</summary>
    public int Calls { get; init; } = 200;

    /// <summary>Callers at once, where several are.</summary>
    public int Callers { get; init; } = 8;

    /// <summary>Projects that are made.</summary>
    public int Projects { get; init; } = 100;

    /// <summary>Whether projects are made and nothing else is measured.</summary>
    public bool OnlyRealms { get; init; }

    /// <summary>The identity server; null leaves it out.</summary>
    public KeycloakAddress? Keycloak { get; init; }

    /// <summary>Reads <c>folder [--calls n] [--callers n] [--projects n] [--only realms] [--keycloak url --admin user:password]</c>.</summary>
    /// <exception cref="FormatException">An option is unknown or lacks its value.</exception>
    public static Options Read(string[] args)
    {
        var options = new Options { AppHost = args[0] };
        var (url, admin) = ("", "");
        for (var i = 1; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} lacks its value.");
            switch (args[i])
            {
                case "--calls":
                    options = options with { Calls = Number(value) };
                    break;
                case "--callers":
                    options = options with { Callers = Number(value) };
                    break;
                case "--projects":
                    options = options with { Projects = Number(value) };
                    break;
                case "--only":
                    options = options with { OnlyRealms = value == "realms" ? true : throw new FormatException("--only takes realms.") };
                    break;
                case "--keycloak":
                    url = value;
                    break;
                case "--admin":
                    admin = value;
                    break;
                default:
                    throw new FormatException($"There is no option {args[i]}.");
            }
        }

        return url.Length == 0 ? options : options with { Keycloak = new(url, admin.Split(':', 2) is [var user, var password] ? (user, password) : throw new FormatException("--admin takes user:password.")) };
    }

    private static int Number(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>A running Keycloak.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Admin">A user of its master realm.</param>
internal sealed record KeycloakAddress(string Url, (string User, string Password) Admin)
{
    /// <summary>Variables that make it the server of new projects.</summary>
    public (string, string)[] Environment =>
    [
        ("Kolaybase__IdentityServers__bench__Url", Url),
        ("Kolaybase__IdentityServers__bench__AdminUser", Admin.User),
        ("Kolaybase__IdentityServers__bench__AdminPassword", Admin.Password),
        ("Kolaybase__Identity__Default", "bench"),
    ];
}
