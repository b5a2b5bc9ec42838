using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.Postgres.Packages;

/// <summary>
/// Finds the address of the npm registry that this machine uses. None is written in the code: machines
/// behind a mirror have no other, and their settings say which.
/// </summary>
internal sealed class NpmRegistry
{
    public const string Variable = "KOLAYBASE_NPM_REGISTRY";

    private const string Scope = "@embedded-postgres";

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The <c>.npmrc</c> files, first one first: of the folder that one stands in, of the user, of the machine.</summary>
    public IReadOnlyList<string> SettingsFiles { get; init; } =
    [
        Path.Combine(Directory.GetCurrentDirectory(), ".npmrc"),
        Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".npmrc"),
        "/etc/npmrc",
        "/usr/etc/npmrc",
        "/usr/local/etc/npmrc",
    ];

    /// <summary>Asks npm itself, where it is installed. Null or not an address where it isn't.</summary>
    public Func<CancellationToken, Task<string?>> AskNpm { get; init; } = static async cancellationToken =>
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var answer = await Command.RunAsync(npm, ["config", "get", "registry"], null, cancellationToken);
        return answer.Succeeded ? answer.Output.Trim() : null;
    };

    /// <summary>The address, ending in a slash; null when nothing on this machine says one.</summary>
    public async Task<Uri?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { Variable, "NPM_CONFIG_REGISTRY", "npm_config_registry" })
        {
            if (Address(Environment(name)) is { } address)
            {
                return address;
            }
        }

        // A scope's own registry wins over the general one, in whatever file either stands.
        var files = SettingsFiles.Where(File.Exists).Select(Read).ToArray();
        foreach (var key in new[] { $"{Scope}:registry", "registry" })
        {
            foreach (var settings in files)
            {
                if (settings.TryGetValue(key, out var value) && Address(value) is { } address)
                {
                    return address;
                }
            }
        }

        return Address(await AskNpm(cancellationToken));
    }

    // .npmrc is an ini file without sections: key = value, ; and # start a comment.
    private static Dictionary<string, string> Read(string file)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file))
        {
            var text = line.Trim();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && text[0] is not (';' or '#'))
            {
                settings[text[..equals].Trim()] = text[(equals + 1)..].Trim().Trim('"', '\'');
            }
        }

        return settings;
    }

    private static Uri? Address(string? text) =>
        Uri.TryCreate(text?.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? address : null;
}
