namespace Kolaybase.Tests.Isolation;

/// <summary>
/// What each operation is called with. An operation that takes a project and is not covered here
/// fails the test: whoever adds a route says how to attack it.
/// </summary>
internal static class SampleArguments
{
    /// <summary>Operations without any project; teams have tests of their own.</summary>
    public static readonly HashSet<string> WithoutProject = new(StringComparer.Ordinal)
    {
        "readHealth", "readAlive",
        "readMe", "signUp", "logIn", "refreshSession", "logOut", "forgotPassword", "resetPassword",
        "listTeams", "createTeam", "listMyInvites", "acceptInvite", "readTeam", "changeTeam", "deleteTeam",
        "listMembers", "inviteMember", "changeMember", "removeMember",
        "listProjects", "createProject",
        // An anon key in the URL: their own tests attack them.
        "readVerifyEmailPage", "readResetPasswordPage", "readMagicLinkPage", "readChangeEmailPage", "readInvitePage",
        "readRealmConfiguration", "readRealmKeys",
        // Pages that a state opens; StateTests show that one of another project is worth nothing.
        "sendToProvider", "finishProviderSignIn",
        // Addresses with a signature; SignedUrlTests show that one of another project is worth nothing.
        "readSignedObject", "readSignedObjectHead", "writeSignedObject",
    };

    /// <summary>Path parameters; <c>id</c> is the attacked project.</summary>
    public static readonly Dictionary<string, string> Path = new(StringComparer.Ordinal)
    {
        ["name"] = Victim.Table,
        ["table"] = Victim.Table,
        ["col"] = Victim.Column,
        ["fk"] = "none",
        ["constraint"] = "ledger_pkey",
        ["index"] = "ledger_pkey",
        ["policy"] = "none",
        ["function"] = Victim.Function,
        ["userId"] = Guid.Empty.ToString(),
        ["sessionId"] = Guid.Empty.ToString(),
        ["provider"] = "google",
        ["upload"] = Guid.Empty.ToString(),
    };

    /// <summary>Stands for the attacked project's id in bodies and queries.</summary>
    public const string Project = "$project";

    /// <summary>Operations that name their project in the body or the query.</summary>
    public static readonly HashSet<string> NamesProject = new(StringComparer.Ordinal) { "executeSql", "applyMigration", "listMigrations" };

    /// <summary>Bodies by operation.</summary>
    public static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["changeProject"] = """{"name":"taken over"}""",
        ["putRestConfig"] = """{"maxRows":1,"allowUnfilteredWrites":true}""",
        ["putAuthConfig"] = """{"signUpAllowed":false}""",
        ["createUser"] = """{"email":"planted@example.com"}""",
        ["changeUser"] = """{"blocked":true}""",
        ["rotateKey"] = """{"kind":"service"}""",
        ["createTable"] = """{"name":"planted","columns":[{"name":"id","type":"int8","isPrimary":true}]}""",
        ["addColumn"] = """{"name":"planted","type":"text"}""",
        ["changeColumn"] = """{"name":"taken"}""",
        ["changeTable"] = """{"rlsEnabled":true,"comment":"taken over"}""",
        ["addConstraint"] = """{"kind":"check","expression":"id > 0"}""",
        ["createIndex"] = """{"columns":["id"]}""",
        ["createPolicy"] = """{"template":"public-read"}""",
        ["changePolicy"] = """{"using":"true"}""",
        ["createEnum"] = """{"name":"planted","values":["a"]}""",
        ["addEnumValue"] = """{"value":"planted"}""",
        ["renameEnumValue"] = """{"value":"a","newValue":"planted"}""",
        ["addForeignKey"] = $$"""{"columnName":"id","foreignTableName":"{{Victim.Table}}","foreignColumnName":"id"}""",
        ["insertRow"] = """{"id":2,"note":"planted"}""",
        ["updateRow"] = """{"pkWhere":{"id":1},"data":{"note":"overwritten"}}""",
        ["deleteRow"] = """{"pkWhere":{"id":1}}""",
        ["insertRows"] = """[{"id":2,"note":"planted"}]""",
        ["upsertRow"] = """{"id":1,"note":"overwritten"}""",
        ["updateRows"] = """{"note":"overwritten"}""",
        ["invokeFunction"] = "{}",
        ["signUpUser"] = """{"email":"user@example.com","password":"correct horse"}""",
        ["signInUser"] = """{"email":"user@example.com","password":"correct horse"}""",
        ["forgotUserPassword"] = """{"email":"user@example.com"}""",
        ["resetUserPassword"] = """{"otp":"123456","newPassword":"correct horse"}""",
        ["verifyEmail"] = """{"otp":"123456"}""",
        ["resendVerification"] = """{"email":"user@example.com"}""",
        ["sendMagicLink"] = """{"email":"user@example.com"}""",
        ["verifyMagicLink"] = """{"otp":"123456"}""",
        ["changeUserEmail"] = """{"newEmail":"other@example.com"}""",
        ["verifyEmailChange"] = """{"otp":"123456"}""",
        ["verifyReauthentication"] = """{"otp":"123456"}""",
        ["inviteUser"] = """{"email":"user@example.com"}""",
        ["acceptUserInvite"] = """{"otp":"123456"}""",
        ["refreshUserSession"] = """{"refreshToken":"kb_refresh_none"}""",
        ["createBucket"] = """{"name":"planted"}""",
        ["changeBucket"] = """{"public":true}""",
        ["deleteObjects"] = """{"paths":["secret.txt"]}""",
        ["signUpload"] = """{"path":"secret.txt","method":"PUT","upsert":true}""",
        ["signOutUser"] = """{"refreshToken":"kb_refresh_none"}""",
        ["applyMigration"] = $$"""{"projectId":"{{Project}}","name":"planted","sql":"insert into ledger values (2, 'planted')"}""",
        ["executeSql"] = $$"""{"projectId":"{{Project}}","query":"select * from ledger"}""",
    };

    /// <summary>Queries by operation.</summary>
    public static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["listMigrations"] = $"?projectId={Project}",
        ["deleteBucket"] = "?force=true",
        ["signDownload"] = "?path=secret.txt",
        ["downloadObject"] = "?path=secret.txt",
        ["downloadObjectHead"] = "?path=secret.txt",
        ["uploadObject"] = "?path=secret.txt&upsert=true",
        ["dropTable"] = "?cascade=true",
        ["dropColumn"] = "?cascade=true",
        ["upsertRow"] = "?id=eq.1",
        ["updateRows"] = "?id=eq.1",
        ["deleteRows"] = "?id=eq.1",
    };

    /// <summary>Operations that the owner of a project may call without changing it, with which the test proves that its calls are right.</summary>
    public static readonly HashSet<string> Reads = new(StringComparer.Ordinal) { "readProject", "readConnect", "readRestConfig", "listActivity", "listLogs", "readAuthConfig", "listFailedMails", "listUsers", "listKeys", "listTables", "listColumns", "listForeignKeys", "listConstraints", "listIndexes", "listPolicies", "listEnums", "readTypeScriptTypes", "readCSharpTypes", "listRows", "listBuckets", "listObjects", "readStorageCheck", "signDownload", "downloadObject", "downloadObjectHead", "readRows", "readTableMethods", "readFunctionMethods", "readDescription", "readRootMethods", "executeSql", "listMigrations" };

    /// <summary>Operations on end users: with a key of his own a stranger reaches his own project's, whatever it answers.</summary>
    public static readonly HashSet<string> OwnUsers = new(StringComparer.Ordinal)
    {
        "signUpUser", "signInUser", "forgotUserPassword", "resetUserPassword", "verifyEmail", "resendVerification", "sendMagicLink", "verifyMagicLink",
        "changeUserEmail", "verifyEmailChange", "reauthenticate", "verifyReauthentication", "inviteUser", "acceptUserInvite", "refreshUserSession", "signOutUser",
        "readOwnUser", "readOwnUserToo", "listOwnSessions", "endOwnSession",
    };

    /// <summary>Operations that name nothing, so that everybody's key is told of his own project by them.</summary>
    public static readonly HashSet<string> OwnProject = new(StringComparer.Ordinal) { "readDescription", "readDescriptionHead", "readRootMethods" };
}
