using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.DataFolders;

/// <summary>Where everything of one local stack lives. <c>docs/embedded.md</c> draws the layout.</summary>
public sealed class DataFolder
{
    /// <summary>Names the data folder.</summary>
    public const string Variable = "KOLAYBASE_DATA";

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Own | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private DataFolder(string root) => Root = root;

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The PostgreSQL cluster, owned by the user that the server runs as.</summary>
    public string Postgres => Path.Combine(Root, "postgres");

    /// <summary>PostgreSQL's socket and what lives only while it runs.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>The servers' logs.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>The Redis-protocol server's settings and pid file.</summary>
    public string Garnet => Path.Combine(Root, "garnet");

    /// <summary>Mails, as <c>.eml</c> files.</summary>
    public string Mail => Path.Combine(Root, "mail");

    /// <summary>Bytes of projects' objects.</summary>
    public string Objects => Path.Combine(Root, "objects");

    /// <summary>Whether a cluster was made in it.</summary>
    public bool HasCluster => HoldsCluster(Root);

    internal string SecretsFile => Path.Combine(Root, "secrets.json");

    internal string LockFile => Path.Combine(Root, "kolaybase.lock");

    internal string OwnerFile => Path.Combine(Root, "owner.json");

    /// <summary>Remembers PostgreSQL's port.</summary>
    public string PostgresPortFile => Path.Combine(Root, "postgres.port");

    /// <summary>Remembers the Redis-protocol server's port.</summary>
    public string GarnetPortFile => Path.Combine(Root, "garnet.port");

    /// <summary>
    /// Opens the folder and makes what is missing. The order: <paramref name="path"/>, the variable
    /// <see cref="Variable"/>, <c>/var/lib/kolaybase</c> for root, else <c>.kolaybase</c> in the user's
    /// home (<c>%LOCALAPPDATA%\kolaybase</c> on Windows).
    /// </summary>
    /// <exception cref="EmbeddedException">The folder can't be made, or the server's user can't enter it.</exception>
    public static async Task<DataFolder> OpenAsync(string? path, ServerUser? user, CancellationToken cancellationToken)
    {
        var root = Locate(path);
        var folder = new DataFolder(root);
        try
        {
            // The server's user has to pass through the folder to its own part, and may list nothing.
            Make(root, user is null ? Own : Passable, null);
            Make(folder.Run, Own, user);
            Make(folder.Logs, Own, user);
            Make(folder.Garnet, Own, null);
            Make(folder.Mail, Own, null);
            Make(folder.Objects, Own, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedException($"The data folder '{root}' can't be used: {exception.Message} Choose another with --data or {Variable}.", exception);
        }

        if (user is not null && !await user.CanEnterAsync(folder.Run, cancellationToken))
        {
            throw new EmbeddedException(
                $"PostgreSQL runs as user '{user.Name}', who can't enter the data folder '{root}': it or a folder above it is closed to others. " +
                $"Choose a folder outside of private ones with --data or {Variable}, such as /var/lib/kolaybase.");
        }

        return folder;
    }

    /// <summary>Where the folder is, by the same order; makes nothing.</summary>
    /// <exception cref="EmbeddedException">Neither is given and the user has no home.</exception>
    public static string Locate(string? path) => Path.GetFullPath(FirstGiven(path, Environment.GetEnvironmentVariable(Variable)) ?? Default());

    private static string Default()
    {
        if (LibC.IsRoot)
        {
            return "/var/lib/kolaybase";
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "kolaybase");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, ".kolaybase")
            : throw new EmbeddedException($"This user has no home folder for the data. Say where it goes with --data or {Variable}.");
    }

    /// <summary>Whether a cluster was made in the folder at this path.</summary>
    public static bool HoldsCluster(string root) => File.Exists(Path.Combine(root, "postgres", "PG_VERSION"));

    private static string? FirstGiven(params string?[] values) => values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    private static void Make(string path, UnixFileMode mode, ServerUser? owner)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, mode);
            // The process's umask may have taken bits away.
            File.SetUnixFileMode(path, mode);
        }

        owner?.TakeOver(path);
    }
}
