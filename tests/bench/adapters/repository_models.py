"""The models that `repos.get` of GitHub's document reaches, as one writes them by hand: every field, nothing else."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel


class SimpleUser(BaseModel):
    name: str | None = None
    email: str | None = None
    login: str
    id: int
    node_id: str
    avatar_url: str
    gravatar_id: str | None
    url: str
    html_url: str
    followers_url: str
    following_url: str
    gists_url: str
    starred_url: str
    subscriptions_url: str
    organizations_url: str
    repos_url: str
    events_url: str
    received_events_url: str
    type: str
    site_admin: bool
    starred_at: str | None = None
    user_view_type: str | None = None


RepositoryPullRequestCreationPolicy = Literal["all", "collaborators_only"] | str


class FullRepositoryPermissions(BaseModel):
    admin: bool
    maintain: bool | None = None
    push: bool
    triage: bool | None = None
    pull: bool


class NullableLicenseSimple(BaseModel):
    key: str
    name: str
    url: str | None
    spdx_id: str | None
    node_id: str
    html_url: str | None = None


class RepositoryPermissions(BaseModel):
    admin: bool
    pull: bool
    triage: bool | None = None
    push: bool
    maintain: bool | None = None


RepositorySquashMergeCommitTitle = Literal["PR_TITLE", "COMMIT_OR_PR_TITLE"] | str
RepositorySquashMergeCommitMessage = Literal["PR_BODY", "COMMIT_MESSAGES", "BLANK"] | str
RepositoryMergeCommitTitle = Literal["PR_TITLE", "MERGE_MESSAGE"] | str
RepositoryMergeCommitMessage = Literal["PR_BODY", "PR_TITLE", "BLANK"] | str


class RepositoryCodeSearchIndexStatus(BaseModel):
    lexical_search_ok: bool | None = None
    lexical_commit_sha: str | None = None


class NullableRepository(BaseModel):
    id: int
    node_id: str
    name: str
    full_name: str
    license: NullableLicenseSimple | None
    forks: int
    permissions: RepositoryPermissions | None = None
    owner: SimpleUser
    private: bool
    html_url: str
    description: str | None
    fork: bool
    url: str
    archive_url: str
    assignees_url: str
    blobs_url: str
    branches_url: str
    collaborators_url: str
    comments_url: str
    commits_url: str
    compare_url: str
    contents_url: str
    contributors_url: str
    deployments_url: str
    downloads_url: str
    events_url: str
    forks_url: str
    git_commits_url: str
    git_refs_url: str
    git_tags_url: str
    git_url: str
    issue_comment_url: str
    issue_events_url: str
    issues_url: str
    keys_url: str
    labels_url: str
    languages_url: str
    merges_url: str
    milestones_url: str
    notifications_url: str
    pulls_url: str
    releases_url: str
    ssh_url: str
    stargazers_url: str
    statuses_url: str
    subscribers_url: str
    subscription_url: str
    tags_url: str
    teams_url: str
    trees_url: str
    clone_url: str
    mirror_url: str | None
    hooks_url: str
    svn_url: str
    homepage: str | None
    language: str | None
    forks_count: int
    stargazers_count: int
    watchers_count: int
    size: int
    default_branch: str
    open_issues_count: int
    is_template: bool | None = None
    topics: list[str] | None = None
    has_issues: bool
    has_projects: bool
    has_wiki: bool
    has_pages: bool
    has_downloads: bool
    has_discussions: bool | None = None
    has_pull_requests: bool | None = None
    pull_request_creation_policy: RepositoryPullRequestCreationPolicy | None = None
    archived: bool
    disabled: bool
    visibility: str | None = None
    pushed_at: dt.datetime | None
    created_at: dt.datetime | None
    updated_at: dt.datetime | None
    allow_rebase_merge: bool | None = None
    temp_clone_token: str | None = None
    allow_squash_merge: bool | None = None
    allow_auto_merge: bool | None = None
    delete_branch_on_merge: bool | None = None
    allow_update_branch: bool | None = None
    use_squash_pr_title_as_default: bool | None = None
    squash_merge_commit_title: RepositorySquashMergeCommitTitle | None = None
    squash_merge_commit_message: RepositorySquashMergeCommitMessage | None = None
    merge_commit_title: RepositoryMergeCommitTitle | None = None
    merge_commit_message: RepositoryMergeCommitMessage | None = None
    allow_merge_commit: bool | None = None
    allow_forking: bool | None = None
    web_commit_signoff_required: bool | None = None
    open_issues: int
    watchers: int
    master_branch: str | None = None
    starred_at: str | None = None
    anonymous_access_enabled: bool | None = None
    code_search_index_status: RepositoryCodeSearchIndexStatus | None = None


class NullableSimpleUser(BaseModel):
    name: str | None = None
    email: str | None = None
    login: str
    id: int
    node_id: str
    avatar_url: str
    gravatar_id: str | None
    url: str
    html_url: str
    followers_url: str
    following_url: str
    gists_url: str
    starred_url: str
    subscriptions_url: str
    organizations_url: str
    repos_url: str
    events_url: str
    received_events_url: str
    type: str
    site_admin: bool
    starred_at: str | None = None
    user_view_type: str | None = None


class Repository(BaseModel):
    id: int
    node_id: str
    name: str
    full_name: str
    license: NullableLicenseSimple | None
    forks: int
    permissions: RepositoryPermissions | None = None
    owner: SimpleUser
    private: bool
    html_url: str
    description: str | None
    fork: bool
    url: str
    archive_url: str
    assignees_url: str
    blobs_url: str
    branches_url: str
    collaborators_url: str
    comments_url: str
    commits_url: str
    compare_url: str
    contents_url: str
    contributors_url: str
    deployments_url: str
    downloads_url: str
    events_url: str
    forks_url: str
    git_commits_url: str
    git_refs_url: str
    git_tags_url: str
    git_url: str
    issue_comment_url: str
    issue_events_url: str
    issues_url: str
    keys_url: str
    labels_url: str
    languages_url: str
    merges_url: str
    milestones_url: str
    notifications_url: str
    pulls_url: str
    releases_url: str
    ssh_url: str
    stargazers_url: str
    statuses_url: str
    subscribers_url: str
    subscription_url: str
    tags_url: str
    teams_url: str
    trees_url: str
    clone_url: str
    mirror_url: str | None
    hooks_url: str
    svn_url: str
    homepage: str | None
    language: str | None
    forks_count: int
    stargazers_count: int
    watchers_count: int
    size: int
    default_branch: str
    open_issues_count: int
    is_template: bool | None = None
    topics: list[str] | None = None
    has_issues: bool
    has_projects: bool
    has_wiki: bool
    has_pages: bool
    has_downloads: bool
    has_discussions: bool | None = None
    has_pull_requests: bool | None = None
    pull_request_creation_policy: RepositoryPullRequestCreationPolicy | None = None
    archived: bool
    disabled: bool
    visibility: str | None = None
    pushed_at: dt.datetime | None
    created_at: dt.datetime | None
    updated_at: dt.datetime | None
    allow_rebase_merge: bool | None = None
    temp_clone_token: str | None = None
    allow_squash_merge: bool | None = None
    allow_auto_merge: bool | None = None
    delete_branch_on_merge: bool | None = None
    allow_update_branch: bool | None = None
    use_squash_pr_title_as_default: bool | None = None
    squash_merge_commit_title: RepositorySquashMergeCommitTitle | None = None
    squash_merge_commit_message: RepositorySquashMergeCommitMessage | None = None
    merge_commit_title: RepositoryMergeCommitTitle | None = None
    merge_commit_message: RepositoryMergeCommitMessage | None = None
    allow_merge_commit: bool | None = None
    allow_forking: bool | None = None
    web_commit_signoff_required: bool | None = None
    open_issues: int
    watchers: int
    master_branch: str | None = None
    starred_at: str | None = None
    anonymous_access_enabled: bool | None = None
    code_search_index_status: RepositoryCodeSearchIndexStatus | None = None


class CodeOfConductSimple(BaseModel):
    url: str
    key: str
    name: str
    html_url: str | None


SecretScanningCustomPatternPushProtectionParameter = Literal["enabled", "disabled"] | str


class SecurityAndAnalysisCodeSecurity(BaseModel):
    status: SecretScanningCustomPatternPushProtectionParameter | None = None


class SecurityAndAnalysisDependabotSecurityUpdates(BaseModel):
    status: SecretScanningCustomPatternPushProtectionParameter | None = None


SecurityAndAnalysisReviewerType = Literal["TEAM", "ROLE"] | str
SecurityAndAnalysisMode = Literal["ALWAYS", "EXEMPT"] | str


class SecurityAndAnalysisItem(BaseModel):
    reviewer_id: int
    reviewer_type: SecurityAndAnalysisReviewerType
    mode: SecurityAndAnalysisMode | None = None


class AndAnalysisSecretScanningDelegatedBypassOptions(BaseModel):
    reviewers: list[SecurityAndAnalysisItem] | None = None


class SecurityAndAnalysis(BaseModel):
    advanced_security: SecurityAndAnalysisCodeSecurity | None = None
    code_security: SecurityAndAnalysisCodeSecurity | None = None
    dependabot_security_updates: SecurityAndAnalysisDependabotSecurityUpdates | None = None
    secret_scanning: SecurityAndAnalysisCodeSecurity | None = None
    secret_scanning_push_protection: SecurityAndAnalysisCodeSecurity | None = None
    secret_scanning_non_provider_patterns: SecurityAndAnalysisCodeSecurity | None = None
    secret_scanning_ai_detection: SecurityAndAnalysisCodeSecurity | None = None
    secret_scanning_delegated_alert_dismissal: SecurityAndAnalysisCodeSecurity | None = None
    secret_scanning_delegated_bypass: SecurityAndAnalysisCodeSecurity | None = None
    secret_scanning_delegated_bypass_options: AndAnalysisSecretScanningDelegatedBypassOptions | None = None


class FullRepository(BaseModel):
    id: int
    node_id: str
    name: str
    full_name: str
    owner: SimpleUser
    private: bool
    html_url: str
    description: str | None
    fork: bool
    url: str
    archive_url: str
    assignees_url: str
    blobs_url: str
    branches_url: str
    collaborators_url: str
    comments_url: str
    commits_url: str
    compare_url: str
    contents_url: str
    contributors_url: str
    deployments_url: str
    downloads_url: str
    events_url: str
    forks_url: str
    git_commits_url: str
    git_refs_url: str
    git_tags_url: str
    git_url: str
    issue_comment_url: str
    issue_events_url: str
    issues_url: str
    keys_url: str
    labels_url: str
    languages_url: str
    merges_url: str
    milestones_url: str
    notifications_url: str
    pulls_url: str
    releases_url: str
    ssh_url: str
    stargazers_url: str
    statuses_url: str
    subscribers_url: str
    subscription_url: str
    tags_url: str
    teams_url: str
    trees_url: str
    clone_url: str
    mirror_url: str | None
    hooks_url: str
    svn_url: str
    homepage: str | None
    language: str | None
    forks_count: int
    stargazers_count: int
    watchers_count: int
    size: int
    default_branch: str
    open_issues_count: int
    is_template: bool | None = None
    topics: list[str] | None = None
    has_issues: bool
    has_projects: bool
    has_wiki: bool
    has_pages: bool
    has_downloads: bool | None = None
    has_discussions: bool
    has_pull_requests: bool | None = None
    pull_request_creation_policy: RepositoryPullRequestCreationPolicy | None = None
    archived: bool
    disabled: bool
    visibility: str | None = None
    pushed_at: dt.datetime
    created_at: dt.datetime
    updated_at: dt.datetime
    permissions: FullRepositoryPermissions | None = None
    allow_rebase_merge: bool | None = None
    template_repository: NullableRepository | None = None
    temp_clone_token: str | None = None
    allow_squash_merge: bool | None = None
    allow_auto_merge: bool | None = None
    delete_branch_on_merge: bool | None = None
    allow_merge_commit: bool | None = None
    allow_update_branch: bool | None = None
    use_squash_pr_title_as_default: bool | None = None
    squash_merge_commit_title: RepositorySquashMergeCommitTitle | None = None
    squash_merge_commit_message: RepositorySquashMergeCommitMessage | None = None
    merge_commit_title: RepositoryMergeCommitTitle | None = None
    merge_commit_message: RepositoryMergeCommitMessage | None = None
    allow_forking: bool | None = None
    web_commit_signoff_required: bool | None = None
    subscribers_count: int
    network_count: int
    license: NullableLicenseSimple | None
    organization: NullableSimpleUser | None = None
    parent: Repository | None = None
    source: Repository | None = None
    forks: int
    master_branch: str | None = None
    open_issues: int
    watchers: int
    anonymous_access_enabled: bool | None = None
    code_of_conduct: CodeOfConductSimple | None = None
    security_and_analysis: SecurityAndAnalysis | None = None
    custom_properties: dict[str, object] | None = None
